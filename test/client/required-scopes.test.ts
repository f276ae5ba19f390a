// Refusing an operation before it is sent, where the token's scopes are known not to suffice.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createClient, type FirstAmlClientOptions, isFirstAmlError } from '../../src/index.js'
import { CreateLiteCaseDocument, MeDocument, requiredScopes } from '../../src/operations.js'
import { createVendorRig, sendJson, type VendorRig } from '../support/vendor-rig.js'

let rig: VendorRig

beforeEach(async () => {
  rig = await createVendorRig()
})
afterEach(() => rig.close())

function grant(scope: string | undefined): void {
  rig.onToken = (_request, response) => {
    rig.valid.add('token-1')
    sendJson(response, 200, {
      access_token: 'token-1',
      token_type: 'Bearer',
      expires_in: 86_400,
      ...(scope !== undefined && { scope }),
    })
  }
}

/** What became of a mutation that needs case-management. */
async function create(options: Partial<FirstAmlClientOptions>): Promise<unknown> {
  const client = createClient({
    baseUrl: rig.url,
    clientId: 'id',
    clientSecret: 'not-a-secret',
    ...options,
  })
  const input = { name: 'A. Person' }
  try {
    return await client
      .request(CreateLiteCaseDocument, { input } as never)
      .catch((error: unknown) => error)
  } finally {
    client.dispose()
  }
}

it('names operation and scope, and sends nothing', async () => {
  grant('read-only api-management')
  const error = await create({ requiredScopes })
  expect(error).toMatchObject({
    code: 'scope_missing',
    requiredScope: 'case-management',
    status: undefined,
    message: expect.stringMatching(/^CreateLiteCase needs the scope case-management, which/),
  })
  expect(isFirstAmlError(error)).toBe(true)
  expect(rig.graphqlRequests).toHaveLength(0)
  expect(rig.tokenRequests).toHaveLength(1)
})

it('goes by the scopes given, whatever the token endpoint says', async () => {
  grant('case-management')
  const error = await create({ requiredScopes, grantedScopes: ['read-only'] })
  expect(error).toMatchObject({ code: 'scope_missing' })
  expect(rig.graphqlRequests).toHaveLength(0)
  await create({ requiredScopes, grantedScopes: ['case-management'] })
  expect(rig.graphqlRequests).toHaveLength(1)
})

it.each([
  ['the scope is granted', 'read-only case-management', { requiredScopes }],
  ['the token endpoint names no scope', undefined, { requiredScopes }],
  ['the token endpoint names an empty scope', '', { requiredScopes }],
  ['no map names the operation', 'read-only', { requiredScopes: { Me: 'read-only' } }],
  ['no map is given', 'read-only', {}],
  [
    'the map only inherits the name',
    'read-only',
    { requiredScopes: Object.create(requiredScopes) },
  ],
])('sends the operation when %s', async (_when, scope, options) => {
  grant(scope)
  await create(options)
  expect(rig.graphqlRequests).toHaveLength(1)
})

it('leaves operations alone whose scope is there', async () => {
  grant('read-only')
  const client = createClient({
    baseUrl: rig.url,
    clientId: 'id',
    clientSecret: 'not-a-secret',
    requiredScopes,
  })
  await client.request(MeDocument).catch(() => undefined)
  expect(rig.graphqlRequests).toHaveLength(1)
  client.dispose()
})
