// H1: nothing that an application can get hold of, and then logs, holds the secret or a token.
import { inspect } from 'node:util'
import { Client, cacheExchange, fetchExchange } from '@urql/core'
import { afterEach, describe, expect, it } from 'vitest'
import {
  authExchange,
  type ClientEvent,
  createAuthorizedFetch,
  createClient,
  createTokenSource,
  type FirstAmlClient,
  isFirstAmlError,
} from '../../src/index.js'
import { failureOf, query } from '../fetch/api-rig.js'
import { fastTime } from '../support/fast-time.js'
import {
  createVendorRig,
  fakeCredentials,
  type RigHandler,
  sendJson,
  sendUnauthorized,
  type VendorRig,
} from '../support/vendor-rig.js'

const secret = 'H1-secret-that-must-not-be-seen'
const token = 'H1-token-that-must-not-be-seen'

/** Every way in which something gets into a log. */
function written(value: unknown): string[] {
  const texts = [inspect(value, { depth: 12, showHidden: true, maxStringLength: null })]
  texts.push(String(value))
  try {
    texts.push(JSON.stringify(value) ?? '')
  } catch {
    // Circular, as urql's own objects are.
  }
  try {
    texts.push(inspect(structuredClone(value), { depth: 12, showHidden: true }))
  } catch {
    // Functions cannot be cloned.
  }
  for (let at = value; at instanceof Error; at = at.cause) {
    texts.push(at.message, at.stack ?? '', inspect(at, { depth: 12, showHidden: true }))
  }
  return texts
}

function expectNoSecret(value: unknown): void {
  for (const text of written(value)) {
    expect(text).not.toContain(secret)
    expect(text).not.toContain(token)
  }
}

let rig: VendorRig | undefined
let client: FirstAmlClient | undefined
afterEach(async () => {
  client?.dispose()
  await rig?.close()
  client = undefined
  rig = undefined
})

const events: ClientEvent[] = []

async function setUp(onGraphql?: RigHandler, onToken?: RigHandler): Promise<FirstAmlClient> {
  rig = await createVendorRig()
  rig.onToken =
    onToken ??
    ((_request, response, index) =>
      sendJson(response, 200, { access_token: `${token}-${index}`, token_type: 'Bearer' }))
  rig.onGraphql =
    onGraphql ?? ((_request, response) => sendJson(response, 200, { data: { me: null } }))
  events.length = 0
  client = createClient({
    ...fakeCredentials,
    clientSecret: secret,
    baseUrl: rig.url,
    retry: false,
    runtime: fastTime,
    onEvent: (event) => events.push(event),
  })
  return client
}

describe('H1: the secret and the tokens', () => {
  it('H1: are in nothing that the factories give, before and after use', async () => {
    const ours = await setUp()
    const url = `${rig?.url}/graphql/`
    const tokenSource = createTokenSource({
      ...fakeCredentials,
      clientSecret: secret,
      tokenUrl: `${rig?.url}/oauth/token`,
    })
    const exchange = authExchange({ tokenSource })
    const urql = new Client({ url, preferGetMethod: false, exchanges: [exchange, fetchExchange] })
    const authorizedFetch = createAuthorizedFetch({ tokenSource })
    const all = [
      ours,
      ours.urql,
      ours.fetch,
      ours.request,
      tokenSource,
      exchange,
      urql,
      authorizedFetch,
    ]
    for (const value of all) expectNoSecret(value)
    await ours.request(query)
    await urql.query(query, {}).toPromise()
    await authorizedFetch(url, { method: 'POST', body: '{}' })
    for (const value of all) expectNoSecret(value)
  })

  it('H1: are in no urql result, nor in an operation that a cache keeps and sends again', async () => {
    const ours = await setUp()
    const results: unknown[] = []
    ours.urql.subscribeToDebugTarget?.((event) => results.push(event))
    const signal = new AbortController().signal
    results.push(await ours.urql.query(query, {}, { fetchOptions: { signal } }).toPromise())
    results.push(await ours.urql.mutation('mutation { a }', {}).toPromise())
    expect(results.length).toBeGreaterThanOrEqual(4)
    for (const result of results) expectNoSecret(result)
    const cached = createClient({
      ...fakeCredentials,
      clientSecret: secret,
      baseUrl: rig?.url,
      exchanges: [cacheExchange],
    })
    expectNoSecret(await cached.urql.query(query, {}).toPromise())
    expectNoSecret(await cached.urql.query(query, {}).toPromise())
    cached.dispose()
  })

  it.each<readonly [string, RigHandler]>([
    ['access_rejected', (_request, response) => sendUnauthorized(response)],
    [
      'access_rejected',
      ({ token: sent }, response) => {
        // The worst of servers: it repeats the token wherever it can.
        response
          .writeHead(401, {
            'www-authenticate': `Bearer error="${sent}", error_description="${sent}", realm="${sent}"`,
            'content-type': 'text/html',
          })
          .end(`<html>${sent}</html>`)
      },
    ],
    [
      'scope_missing',
      (_request, response) => {
        response.writeHead(403, { 'www-authenticate': 'Bearer error="insufficient_scope"' }).end()
      },
    ],
    [
      'unexpected_response',
      ({ token: sent }, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end(`<html>${sent}</html>`)
      },
    ],
    [
      'unexpected_response',
      ({ token: sent }, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(`{"a": ${sent} }`)
      },
    ],
    ['unexpected_response', (_request, response) => sendJson(response, 500, { message: 'down' })],
    ['throttled', (_request, response) => sendJson(response, 429, {}, { 'retry-after': '1' })],
    ['network', (_request, response) => void response.destroy()],
    [
      'graphql_errors',
      (_request, response) => sendJson(response, 200, { errors: [{ message: 'no' }] }),
    ],
    ...[200, 400, 500].map((status): readonly [string, RigHandler] => [
      'graphql_errors',
      ({ token: sent }, response) =>
        sendJson(response, status, {
          data: null,
          errors: [{ message: `no ${sent}`, extensions: { authorization: `Bearer ${sent}` } }],
        }),
    ]),
  ])('H1: are in no result and no error: %s', async (code, onGraphql) => {
    const ours = await setUp(onGraphql)
    const error = await failureOf(ours.request(query))
    expect(error).toMatchObject({ code })
    expect(isFirstAmlError(error)).toBe(true)
    expectNoSecret(error)
    expectNoSecret(await ours.urql.query(query, {}).toPromise())
    expectNoSecret(events)
  })

  it('H1: are not in the error of a mutation whose outcome is unknown', async () => {
    const ours = await setUp((_request, response) => void response.destroy())
    const error = await failureOf(ours.request('mutation Make { a }'))
    expect(error).toMatchObject({ code: 'unknown_outcome' })
    expectNoSecret(error)
  })

  it.each<readonly [string, RigHandler]>([
    [
      'token_refused',
      ({ body }, response) =>
        sendJson(response, 401, { error: 'access_denied', error_description: `for ${body}` }),
    ],
    [
      'token_unavailable',
      ({ body }, response) => {
        response.writeHead(418, { 'content-type': 'text/plain' }).end(`I was sent ${body}`)
      },
    ],
    [
      'token_unavailable',
      (_request, response) => sendJson(response, 200, { access_token: token, token_type: 'mac' }),
    ],
  ])('H1: are in no error of the token endpoint: %s', async (code, onToken) => {
    const ours = await setUp(undefined, onToken)
    const first = await failureOf(ours.request(query))
    expect(first).toMatchObject({ code })
    const later = await failureOf(ours.request(query))
    for (const error of [first, later, events, ours]) expectNoSecret(error)
    expectNoSecret(await ours.urql.query(query, {}).toPromise())
  })

  it('H1: are not in what a custom fetch throws, if that leads to the request', async () => {
    rig = await createVendorRig()
    const talkative: typeof globalThis.fetch = async (input, init) => {
      if (String(input).endsWith('/oauth/token')) {
        return Response.json({ access_token: token, token_type: 'Bearer' })
      }
      const { authorization } = Object.fromEntries(new Headers(init?.headers))
      throw Object.assign(new Error(`cannot send ${authorization}`), { request: init })
    }
    client = createClient({
      ...fakeCredentials,
      clientSecret: secret,
      baseUrl: rig.url,
      fetch: talkative,
      retry: false,
    })
    const error = await failureOf(client.request(query))
    expect(error).toMatchObject({ code: 'network' })
    expectNoSecret(error)
    expectNoSecret(await client.urql.query(query, {}).toPromise())
  })

  it('H1: are not in an aborted request, nor in the signal that ended it', async () => {
    const caller = new AbortController()
    const ours = await setUp(() => caller.abort())
    const error = await failureOf(ours.request(query, {}, { signal: caller.signal }))
    expect(error).toMatchObject({ code: 'aborted' })
    for (const value of [error, caller, caller.signal]) expectNoSecret(value)
  })

  it('H1: are not in the response of client.fetch', async () => {
    const ours = await setUp()
    const response = await ours.fetch(`${rig?.url}/graphql/`, { method: 'POST', body: '{}' })
    expectNoSecret(response)
    await response.text()
    expectNoSecret(response)
  })
})
