import { print } from 'graphql'
import { afterEach, describe, expect, it } from 'vitest'
import { requiredScopes } from '../../src/operations.js'
import { createSandbox, type SandboxClient } from '../../src/sandbox/index.js'
import { documents } from '../operations/support.js'
import { variablesOf } from '../operations/variables.js'
import { caseDetails, caseMutation, harbour } from './operations.js'
import { enter, type Outsider } from './outsider.js'
import { closeSandboxes, requestToken, startSandbox, tokenBody } from './support.js'

afterEach(closeSandboxes)

const secret = 'not-a-secret'
const reader: SandboxClient = { clientId: 'reader', clientSecret: secret, scopes: ['read-only'] }
const writer: SandboxClient = {
  clientId: 'writer',
  clientSecret: secret,
  scopes: ['case-management'],
}
const administrator: SandboxClient = {
  clientId: 'administrator',
  clientSecret: secret,
  scopes: ['api-management'],
}
const harbourOnly: SandboxClient = {
  clientId: 'harbour',
  clientSecret: secret,
  organizations: ['org-harbour'],
}
const clients = [reader, writer, administrator, harbourOnly]

async function enterAs({ clientId, clientSecret }: SandboxClient): Promise<Outsider> {
  const sandbox = await startSandbox({ listen: false, clients })
  return enter(sandbox, { clientId, clientSecret })
}

describe('clients', () => {
  it('are told who they are', async () => {
    const query =
      '{ me { apiClientId scopes accessibleOrganizations { organizationId offices { key } } } }'
    const harbourOffices = [{ key: 'off-wellington' }, { key: 'off-auckland' }]
    expect(await (await enterAs(harbourOnly)).result(query)).toEqual({
      apiClientId: 'harbour@clients',
      scopes: ['read-only', 'case-management', 'api-management'],
      accessibleOrganizations: [{ organizationId: 'org-harbour', offices: harbourOffices }],
    })
    expect(await (await enterAs(reader)).result(query)).toMatchObject({
      apiClientId: 'reader@clients',
      scopes: ['read-only'],
      accessibleOrganizations: [
        { organizationId: 'org-harbour' },
        { organizationId: 'org-tussock', offices: [] },
      ],
    })
  })

  it('each have a secret of their own', async () => {
    const sandbox = await startSandbox({ clients: [{ ...reader, clientSecret: 'another' }] })
    const body = { ...tokenBody(sandbox), client_id: 'reader' }
    expect((await requestToken(sandbox, body)).status).toBe(401)
    expect((await requestToken(sandbox, { ...body, client_secret: 'another' })).status).toBe(200)
  })
})

describe('scopes', () => {
  it.each(clients.slice(0, 3))(
    'let $clientId do what $scopes allow, and nothing else',
    async (client) => {
      const outsider = await enterAs(client)
      for (const [name, document] of documents) {
        const required: Readonly<Record<string, string>> = requiredScopes
        const isAllowed = client.scopes?.includes(required[name] ?? '')
        const { status, data, errors } = await outsider.ask(print(document), variablesOf(name))
        if (isAllowed) expect({ name, errors }).toEqual({ name, errors: undefined })
        else {
          const [value = null] = Object.values(data ?? {})
          expect({ name, status, value, errors }).toEqual({
            name,
            status: 200,
            value: null,
            errors: [
              {
                message: 'The current user is not authorized to access this resource.',
                locations: expect.anything(),
                path: expect.anything(),
                extensions: { code: 'AUTH_NOT_AUTHORIZED' },
              },
            ],
          })
        }
      }
    },
  )

  it('are asked for field by field', async () => {
    const outsider = await enterAs(reader)
    const query =
      'mutation { completeCase(caseId: "1005") { __typename } submitCase(caseId: "1002") { __typename } }'
    expect(await outsider.ask(query)).toMatchObject({
      data: { completeCase: null, submitCase: null },
      errors: [{ path: ['completeCase'] }, { path: ['submitCase'] }],
    })
    const details = await outsider.result(caseDetails(), { caseId: '1005' })
    expect(details.caseStatus).toBe('READY_FOR_REVIEW')
  })
})

describe('organizations out of reach', () => {
  it('look like ones that do not exist', async () => {
    const outsider = await enterAs(harbourOnly)
    const details = (caseId: string) => outsider.result(caseDetails(), { caseId })
    expect(await details('1014')).toEqual(await details('9999'))
    const note = caseMutation('addCaseNote', 'AddCaseNoteInput')
    const answer = await outsider.result(note, { input: { caseId: '1015', note: 'x' } })
    expect(answer.errors).toMatchObject([{ __typename: 'UnresolvableValidationError' }])
    const create = caseMutation('createCaseForExistingEntity', 'CreateCaseForExistingEntityInput')
    const input = { ...harbour, initialState: 'DRAFT', entityId: '300005' }
    const created = await outsider.result(create, { input })
    expect(created.errors).toMatchObject([{ fieldPath: ['entityId'] }])
  })

  it('are left out of searches', async () => {
    const outsider = await enterAs(harbourOnly)
    const text =
      'query ($input: SearchCasesInput!) { searchCases(input: $input) { __typename ... on PageOfCasesMatchingSearch { cases { caseId organization { organizationId } } } } }'
    const order = { sortField: 'UPDATED_ON', sortDirection: 'ASCENDING' }
    const { cases } = await outsider.result(text, { input: order })
    expect(cases).toHaveLength(14)
    expect(JSON.stringify(cases)).not.toContain('tussock')
    const input = { ...order, organizationId: 'org-tussock' }
    expect((await outsider.result(text, { input })).__typename).toBe('ValidationErrors')
  })
})

describe('the option clients', () => {
  it.each<[string, unknown]>([
    ['clients must be a list', {}],
    ['clients[0].clientId must be a non-empty string', [{ clientSecret: 'x' }]],
    ['clients[0].clientSecret must be a non-empty string', [{ clientId: 'x' }]],
    [
      'clients[1].clientId is taken by another client',
      [reader, { clientId: 'reader', clientSecret: 'x' }],
    ],
    [
      'clients[0].clientId is taken by another client',
      [{ clientId: 'sandbox-client-id', clientSecret: 'x' }],
    ],
    ['clients[0].scopes must be a list of non-empty strings', [{ ...reader, scopes: [''] }]],
    [
      'clients[0].organizations may hold org-harbour and org-tussock',
      [{ ...reader, organizations: ['org-9'] }],
    ],
  ])('is refused: %s', async (message, given) => {
    const options: object = { clients: given }
    const refusal = new TypeError(`createSandbox: ${message}`)
    await expect(createSandbox(options)).rejects.toThrow(refusal)
  })

  it.each([-1, 1.5, 100_001])('and cases of %d', async (cases) => {
    const refusal = new TypeError('createSandbox: cases must be an integer, 0–100000')
    await expect(createSandbox({ cases })).rejects.toThrow(refusal)
  })
})
