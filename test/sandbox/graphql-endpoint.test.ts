import { readFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { buildSchema } from 'graphql'
import { afterEach, describe, expect, it } from 'vitest'
import { variablesOf } from '../operations/variables.js'
import { generateOperations } from './every-operation.js'
import { enter, type Outsider } from './outsider.js'
import {
  closeSandboxes,
  getToken,
  isRecord,
  postGraphql,
  readObject,
  sendRaw,
  startSandbox,
} from './support.js'

const snapshot = buildSchema(
  await readFile(new URL('../../graphql/schema.graphql', import.meta.url), 'utf8'),
)
const me = {
  query:
    'query Me { me { apiClientId friendlyApiClientName scopes accessibleOrganizations { organizationId name offices { key name } } } }',
}

afterEach(closeSandboxes)

describe('authorization', () => {
  it('challenges a request without a token and names no error', async () => {
    const sandbox = await startSandbox()
    for (const headers of [
      {},
      { authorization: 'Basic c2FuZGJveDp4' },
      { authorization: 'Bearer' },
    ]) {
      const response = await postGraphql(sandbox, undefined, me, headers)
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer')
      expect(await response.json()).toEqual({
        errors: [
          {
            message: 'No bearer access token was sent.',
            extensions: { code: 'AUTH_NOT_AUTHENTICATED' },
          },
        ],
      })
    }
  })

  it('refuses a token it did not sign', async () => {
    const sandbox = await startSandbox()
    const other = await startSandbox()
    const token = await getToken(sandbox)
    const [header = '', , signature = ''] = token.split('.')
    const claims = Buffer.from('{"exp":9999999999,"jti":"9"}').toString('base64url')
    const forgeries = ['nonsense', `${header}.${claims}.${signature}`, `${header}.${claims}.`]
    for (const forgery of [...forgeries, await getToken(other)]) {
      const response = await postGraphql(sandbox, forgery, me)
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe(
        'Bearer error="invalid_token", error_description="The access token is not valid"',
      )
    }
  })

  it('lets a token live exactly as long as was said', async () => {
    const sandbox = await startSandbox({ tokenLifetimeSeconds: 60 })
    const token = await getToken(sandbox)
    sandbox.advanceTime(59_999)
    expect((await postGraphql(sandbox, token, me)).status).toBe(200)
    sandbox.advanceTime(1)
    const response = await postGraphql(sandbox, token, me)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe(
      'Bearer error="invalid_token", error_description="The access token expired"',
    )
    expect((await postGraphql(sandbox, await getToken(sandbox), me)).status).toBe(200)
  })

  it('revokes every token issued so far and none issued later', async () => {
    const sandbox = await startSandbox()
    const tokens = [await getToken(sandbox), await getToken(sandbox)]
    sandbox.revokeTokens()
    for (const token of tokens) {
      const response = await postGraphql(sandbox, token, me)
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe(
        'Bearer error="invalid_token", error_description="The access token was revoked"',
      )
    }
    expect((await postGraphql(sandbox, await getToken(sandbox), me)).status).toBe(200)
  })

  it('takes the scheme in any case', async () => {
    const sandbox = await startSandbox()
    const authorization = `bEARER ${await getToken(sandbox)}`
    expect((await postGraphql(sandbox, undefined, me, { authorization })).status).toBe(200)
  })

  it('wants a User-Agent even with a good token', async () => {
    const sandbox = await startSandbox()
    const headers = {
      authorization: `Bearer ${await getToken(sandbox)}`,
      'content-type': 'application/json',
    }
    const body = JSON.stringify(me)
    expect((await sendRaw(sandbox.graphqlUrl, { method: 'POST', headers, body })).status).toBe(400)
  })
})

describe('me', () => {
  it.each(['/graphql', '/graphql/'])('answers the seeded client at %s', async (path) => {
    const sandbox = await startSandbox()
    const response = await fetch(`${sandbox.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await getToken(sandbox)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(me),
    })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      data: {
        me: {
          apiClientId: 'sandbox-client-id@clients',
          friendlyApiClientName: 'Sandbox integration',
          scopes: ['read-only', 'case-management', 'api-management'],
          accessibleOrganizations: [
            {
              organizationId: 'org-harbour',
              name: 'Harbour Example Law',
              offices: [
                { key: 'off-wellington', name: 'Wellington' },
                { key: 'off-auckland', name: 'Auckland' },
              ],
            },
            { organizationId: 'org-tussock', name: 'Tussock Example Accounting', offices: [] },
          ],
        },
      },
    })
  })
})

describe('GraphQL over HTTP', () => {
  const accepts: readonly [string, number, string][] = [
    ['application/graphql-response+json', 400, 'application/graphql-response+json; charset=utf-8'],
    [
      'application/graphql-response+json, application/json;q=0.9',
      400,
      'application/graphql-response+json; charset=utf-8',
    ],
    ['application/json', 200, 'application/json; charset=utf-8'],
    ['*/*', 200, 'application/json; charset=utf-8'],
  ]
  it.each(accepts)(
    'answers an invalid query to Accept %s with %i',
    async (accept, status, type) => {
      const sandbox = await startSandbox()
      const token = await getToken(sandbox)
      const response = await postGraphql(sandbox, token, { query: '{ nothing }' }, { accept })
      expect(response.status).toBe(status)
      expect(response.headers.get('content-type')).toBe(type)
      expect(await response.json()).toEqual({
        errors: [
          {
            message: 'Cannot query field "nothing" on type "Query".',
            locations: [{ line: 1, column: 3 }],
            extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
          },
        ],
      })
    },
  )

  it.each(['text/html', 'text/event-stream', 'application/json;q=0'])(
    'answers Accept %s with 406',
    async (accept) => {
      const sandbox = await startSandbox()
      const response = await postGraphql(sandbox, await getToken(sandbox), me, { accept })
      expect(response.status).toBe(406)
    },
  )

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/graphql'])(
    'answers a body of %s with 415',
    async (type) => {
      const sandbox = await startSandbox()
      const headers = { 'content-type': type }
      const response = await postGraphql(sandbox, await getToken(sandbox), me, headers)
      expect(response.status).toBe(415)
    },
  )

  it.each(['', '{', 'null', '7', '[]', '{}', '{"query":7}', '{"query":""}'])(
    'answers the body %j with 400',
    async (body) => {
      const sandbox = await startSandbox()
      const response = await postGraphql(sandbox, await getToken(sandbox), body)
      expect(response.status).toBe(400)
      expect(await readObject(response)).toHaveProperty('errors')
    },
  )

  it('serves queries by GET and refuses mutations there', async () => {
    const sandbox = await startSandbox()
    const headers = { authorization: `Bearer ${await getToken(sandbox)}` }
    const query = encodeURIComponent('{ me { apiClientId } }')
    const read = await fetch(`${sandbox.graphqlUrl}?query=${query}`, { headers })
    expect(await read.json()).toEqual({
      data: { me: { apiClientId: 'sandbox-client-id@clients' } },
    })
    const mutation = encodeURIComponent('mutation { submitCase(caseId: "1") { __typename } }')
    const write = await fetch(`${sandbox.graphqlUrl}?query=${mutation}`, { headers })
    expect(write.status).toBe(405)
    expect(write.headers.get('allow')).toBe('POST')
  })

  it('answers other methods with 405 and the methods allowed', async () => {
    const sandbox = await startSandbox()
    const headers = { authorization: `Bearer ${await getToken(sandbox)}` }
    for (const method of ['PUT', 'DELETE', 'HEAD']) {
      const response = await fetch(sandbox.graphqlUrl, { method, headers })
      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).toBe('GET, POST, OPTIONS')
    }
    const options = await fetch(sandbox.graphqlUrl, { method: 'OPTIONS', headers })
    expect(options.status).toBe(204)
    expect(options.headers.get('allow')).toBe('GET, POST, OPTIONS')
  })

  it('answers methods that fetch cannot send, and targets that are no URL, with 400', async () => {
    const sandbox = await startSandbox()
    const headers = { 'user-agent': 'outsider/1.0' }
    const { status, text } = await sendRaw(sandbox.graphqlUrl, { method: 'TRACE', headers })
    expect([status, JSON.parse(text)]).toMatchObject([
      400,
      { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
    ])
    const { port } = new URL(sandbox.url)
    const star = await new Promise((resolve, reject) => {
      const target = { port, host: '127.0.0.1', path: '*', method: 'OPTIONS', headers }
      httpRequest(target, (answer) => resolve(answer.resume().statusCode))
        .on('error', reject)
        .end()
    })
    expect(star).toBe(400)
  })

  it('answers unknown paths with 404, token or not', async () => {
    const sandbox = await startSandbox()
    for (const path of ['/', '/graphql/x', '/graphqlx', '/oauth/token/', '//graphql']) {
      const response = await fetch(`${sandbox.url}${path}`)
      expect(response.status).toBe(404)
      expect(await response.json()).toEqual({
        errors: [{ message: 'There is nothing at this path.', extensions: { code: 'NOT_FOUND' } }],
      })
    }
  })
})

describe('the data', () => {
  const operations = generateOperations(snapshot, 4)

  it('covers the 33 operations', () => {
    expect(operations).toHaveLength(33)
  })

  it.each(operations)(
    'answers all of $name, the same in every sandbox',
    async ({ name, query }) => {
      const ask = async () => {
        const outsider = await enter(await startSandbox({ listen: false }))
        await prepare(outsider, name)
        return outsider.ask(query, await variablesFor(outsider, name))
      }
      const answer = await ask()
      expect(answer.errors).toBeUndefined()
      expect(answer.data?.[name]).toHaveProperty('__typename')
      expect(answer.data?.[name]).not.toMatchObject({ __typename: 'ValidationErrors' })
      expect(await ask()).toEqual(answer)
    },
  )

  const wrongValues: readonly [string, string, string][] = [
    [
      'a DateTime without offset',
      'updatedAfter: "2026-01-02T03:04:05"',
      'DateTime must be an ISO 8601 date and time with an offset.',
    ],
    [
      'a DateTime on 30 February',
      'updatedAfter: "2026-02-30T03:04:05Z"',
      'DateTime must be an ISO 8601 date and time with an offset.',
    ],
    ['text for an Int', 'pageSize: "5"', 'Int cannot represent non-integer value: "5"'],
    ['an Int for text', 'searchTerm: 5', 'String cannot represent a non string value: 5'],
  ]
  it.each(wrongValues)('refuses %s', async (_, member, message) => {
    const sandbox = await startSandbox()
    const query = `{ searchCases(input: { sortField: UPDATED_ON, sortDirection: ASCENDING, ${member} }) { __typename } }`
    const response = await postGraphql(sandbox, await getToken(sandbox), { query })
    expect(response.status).toBe(400)
    const { errors } = await readObject(response)
    expect(errors).toMatchObject([{ message: expect.stringContaining(message) }])
  })
})

/** The variables of the ready document for a root field. */
async function variablesFor(outsider: Outsider, name: string): Promise<Record<string, unknown>> {
  if (name !== 'nextPageOfCases') return variablesOf(`${name[0]?.toUpperCase()}${name.slice(1)}`)
  const search = variablesOf('SearchCases')
  const text =
    'query ($input: SearchCasesInput!) { page: searchCases(input: $input) { ... on PageOfCasesMatchingSearch { nextCursor } } }'
  const { page } = await outsider.data(text, search)
  return { input: { cursor: isRecord(page) ? page.nextCursor : null } }
}

/** There is no subscription to delete at the start. */
async function prepare(outsider: Outsider, name: string): Promise<void> {
  if (name !== 'deleteWebhookSubscription') return
  const text =
    'mutation ($input: CreateWebhookInput!) { createWebhookSubscription(input: $input) { __typename } }'
  await outsider.data(text, variablesOf('CreateWebhookSubscription'))
}
