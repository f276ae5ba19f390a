// What the GraphQL endpoint makes of a request before anything is executed, and of what fails in
// between.
import { buildSchema } from 'graphql'
import { afterEach, describe, expect, it } from 'vitest'
import { chooseMediaType } from '../../src/sandbox/graphql/accepted-media-type.js'
import { createGraphqlEndpoint } from '../../src/sandbox/graphql/endpoint.js'
import { readRequest } from '../../src/sandbox/http/fetch-messages.js'
import { closeSandboxes, getToken, postGraphql, readObject, startSandbox } from './support.js'

const results = 'application/graphql-response+json'
const json = 'application/json'

afterEach(closeSandboxes)

describe('Accept', () => {
  it.each([
    [null, json],
    ['', json],
    ['*/*', json],
    ['application/*', json],
    ['Application/JSON', json],
    [results, results],
    [`${json}, ${results}`, json],
    [`${results}, ${json};q=0.9`, results],
    [`${results};q=0.5, ${json};q=0.9`, json],
    [`${json};q=0, ${results}`, results],
    [`text/html, */*;q=0.1`, json],
    [`${results}; charset=utf-8`, results],
    [`${json};q=0`, undefined],
    ['text/html', undefined],
    ['nonsense', undefined],
  ] as const)('%j is answered with %j', (accept, expected) => {
    expect(chooseMediaType(accept)).toBe(expected)
  })
})

describe('parameters', () => {
  const good = '{ me { apiClientId } }'
  it.each([
    [{}, 'query must be a string that is not empty.'],
    [{ query: 7 }, 'query must be a string that is not empty.'],
    [{ query: '' }, 'query must be a string that is not empty.'],
    [{ query: good, variables: [] }, 'variables must be an object.'],
    [{ query: good, variables: '{}' }, 'variables must be an object.'],
    [{ query: good, extensions: 7 }, 'extensions must be an object.'],
    [{ query: good, operationName: 7 }, 'operationName must be a string.'],
    [[{ query: good }], 'Batches are not supported.'],
    ['text', 'The body must be a JSON object.'],
  ])('%j are refused with 400: %s', async (body, message) => {
    const sandbox = await startSandbox()
    const response = await postGraphql(sandbox, await getToken(sandbox), JSON.stringify(body))
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({
      errors: [{ message, extensions: { code: 'BAD_REQUEST' } }],
    })
  })

  it.each(['variables', 'extensions'])(
    'in an address are refused with 400 when %s is no JSON',
    async (name) => {
      const sandbox = await startSandbox()
      const headers = { authorization: `Bearer ${await getToken(sandbox)}` }
      const address = `${sandbox.graphqlUrl}?query=${encodeURIComponent(good)}&${name}=%7B`
      const response = await fetch(address, { headers })
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({
        errors: [{ message: `${name} must be valid JSON.` }],
      })
    },
  )

  it('may be null, may bring members that nobody knows, and begin with a byte order mark', async () => {
    const sandbox = await startSandbox()
    const token = await getToken(sandbox)
    const rest = { variables: null, operationName: null, extensions: null, other: 1 }
    const body = `\ufeff${JSON.stringify({ query: good, ...rest })}`
    const response = await postGraphql(sandbox, token, body, { 'content-type': 'Application/JSON' })
    expect(await response.json()).toEqual({
      data: { me: { apiClientId: 'sandbox-client-id@clients' } },
    })
  })

  it('choose one operation of several', async () => {
    const sandbox = await startSandbox()
    const token = await getToken(sandbox)
    const query = 'query One { me { apiClientId } } query Two { me { scopes } }'
    const ask = async (operationName?: string) =>
      readObject(await postGraphql(sandbox, token, JSON.stringify({ query, operationName })))
    expect(await ask('Two')).toHaveProperty('data.me.scopes')
    expect(sandbox.requests.at(-1)).toMatchObject({ operationName: 'Two' })
    for (const name of [undefined, 'Three']) {
      expect(await ask(name)).toMatchObject({
        errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }],
      })
    }
  })
})

describe('an endpoint for any schema', () => {
  const schema = buildSchema(
    'type Query { fails: String fine: Int } type Subscription { ticks: Int }',
  )
  const fields = schema.getQueryType()?.getFields()
  if (fields?.fails) {
    fields.fails.resolve = () => {
      throw new Error('a path on this machine')
    }
  }
  const client = {
    clientId: 'a',
    clientSecret: 'b',
    name: 'c',
    scopes: [],
    organizationIds: new Set<string>(),
  }
  const ask = async (query: string) => {
    const request = new Request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': json, accept: results },
      body: JSON.stringify({ query }),
    })
    const answer = createGraphqlEndpoint(schema, {
      rootFields: {},
      settle: () => {},
      baseUrl: () => 'http://127.0.0.1:0',
    })
    return answer(await readRequest(request), client, { operationName: null })
  }

  it('says nothing of what fails inside of it', async () => {
    const { status, body } = await ask('{ fails fine }')
    expect(status).toBe(200)
    expect(JSON.parse(String(body))).toEqual({
      data: { fails: null, fine: null },
      errors: [
        {
          message: 'The sandbox itself failed; this is a bug in it.',
          locations: [{ line: 1, column: 3 }],
          path: ['fails'],
          extensions: { code: 'INTERNAL_ERROR' },
        },
      ],
    })
  })

  it('serves no subscription', async () => {
    const { status, body } = await ask('subscription { ticks }')
    expect(status).toBe(400)
    expect(String(body)).toContain('Subscriptions are not served.')
  })
})
