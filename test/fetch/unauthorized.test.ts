// Section C of the scenarios: what a 401 sets off, and what it must not.
import { describe, expect, it } from 'vitest'
import { AccessRejectedError, NetworkError, ScopeMissingError } from '../../src/index.js'
import {
  type ApiRig,
  apiUrl,
  bearerOf,
  createApiRig,
  failureOf,
  follow,
  graphqlResponse,
  meData,
  mutation,
  query,
  settle,
  tokenResponse,
  unauthorized,
} from './api-rig.js'

describe('a revoked token', () => {
  it('C1: costs one token request and one replay, and the caller sees only success', async () => {
    const rig = createApiRig()
    await rig.client.request(query)
    rig.valid.clear()
    expect(await rig.client.request(query)).toEqual(meData)
    expect(rig.tokenCalls).toHaveLength(2)
    expect(rig.apiCalls.map(bearerOf)).toEqual(['token-1', 'token-1', 'token-2'])
  })

  it('C1: a mutation that was refused is sent once more, with the same body', async () => {
    const rig = createApiRig()
    rig.onApi = (_call, index) => (index === 0 ? unauthorized() : graphqlResponse({ data: meData }))
    await rig.client.request(mutation)
    expect(rig.apiCalls).toHaveLength(2)
    expect(rig.apiCalls[1]?.init.body).toBe(rig.apiCalls[0]?.init.body)
  })

  it.each([
    [
      'the token endpoint is silent',
      'token_unavailable',
      (rig: ApiRig) => {
        rig.onToken = () => undefined
      },
    ],
    [
      'the replay waits for its turn',
      'timeout',
      (rig: ApiRig) => {
        const { onApi } = rig
        rig.onApi = (call, index) => {
          const answer = onApi(call, index)
          return index === 1 && answer instanceof Response
            ? new Response(answer.body, {
                status: 401,
                headers: { ratelimit: '"default";r=0;t=60' },
              })
            : answer
        }
      },
    ],
  ] as const)(
    'C1: a mutation that was refused is of no unknown outcome while %s',
    async (_what, code, hinder) => {
      const rig = createApiRig({ retry: { attempts: 1, totalMs: 50_000 } })
      await rig.client.request(query)
      rig.valid.clear()
      hinder(rig)
      const state = follow(rig.client.request(mutation))
      await rig.clock.advance(60_000)
      expect(state.error).toMatchObject({ code })
      expect(rig.apiCalls).toHaveLength(2)
    },
  )

  it('C1: the body of the refused attempt is let go of before the replay', async () => {
    const rig = createApiRig()
    const order: string[] = []
    rig.onApi = (_call, index) => {
      order.push(`send ${index}`)
      if (index > 0) return graphqlResponse({ data: meData })
      const body = new ReadableStream({ cancel: () => void order.push('released') })
      return new Response(body, { status: 401 })
    }
    await rig.client.request(query)
    expect(order).toEqual(['send 0', 'released', 'send 1'])
  })

  it('C3: ten late 401s for the old token cost nothing more, each is replayed with the present one', async () => {
    const rig = createApiRig()
    await rig.client.request(query)
    rig.onApi = (call) =>
      bearerOf(call) === 'token-1' ? undefined : graphqlResponse({ data: meData })
    const requests = Array.from({ length: 10 }, () => rig.client.request(query))
    await settle()
    const late = rig.apiCalls.slice(1)
    expect(late).toHaveLength(10)
    for (const call of late) {
      call.answer(unauthorized())
      await rig.clock.advance(25)
    }
    expect(await Promise.all(requests)).toEqual(Array(10).fill(meData))
    expect(rig.tokenCalls).toHaveLength(2)
    expect(rig.apiCalls.slice(11).map(bearerOf)).toEqual(Array(10).fill('token-2'))
  })
})

describe('a server that refuses every token', () => {
  it('C4: ends ten operations with an auth error each, for two token requests in all, and half-opens', async () => {
    const rig = createApiRig()
    rig.onApi = () => unauthorized()
    for (let operation = 0; operation < 10; operation++) {
      expect(await failureOf(rig.client.request(query))).toMatchObject({ code: 'access_rejected' })
    }
    // The first, and the fresh one; that both were refused opens the breaker.
    expect([rig.tokenCalls.length, rig.apiCalls.length]).toEqual([2, 2])
    rig.onApi = () => graphqlResponse({ data: meData })
    await rig.clock.advance(15_000)
    expect(await rig.client.request(query)).toEqual(meData)
    expect(rig.tokenCalls).toHaveLength(3)
  })

  it('C5: 1 000 concurrent operations for 60 s cost one token request per growing cool-down', {
    timeout: 30_000,
  }, async () => {
    const rig = createApiRig()
    rig.onApi = () => unauthorized()
    let operations = 0
    for (let second = 0; second < 60; second += 5) {
      operations += 1_000
      // urql's own work grows with the square of what is under way; once shows what it does.
      const send = () => (second === 0 ? rig.client.request(query) : rig.client.fetch(apiUrl))
      const wave = await Promise.allSettled(Array.from({ length: 1_000 }, send))
      expect(wave.every(isRefused)).toBe(true)
      await rig.clock.advance(5_000)
    }
    // Two until the first pause; then one after each of the pauses of 10, 20 and 40 s.
    expect(rig.tokenCalls.length).toBeLessThanOrEqual(5)
    expect(rig.apiCalls.length).toBeLessThanOrEqual(2 * operations)
    expect(rig.apiCalls.length).toBeLessThanOrEqual(5_000)
  })

  it('C6: a token endpoint that issues the refused token again causes no replay, and an error that says so', async () => {
    const rig = createApiRig()
    rig.onToken = () => tokenResponse('always-the-same')
    rig.onApi = () => unauthorized()
    const error = await failureOf(rig.client.request(query))
    expect(error).toBeInstanceOf(AccessRejectedError)
    expect(error).toMatchObject({ reason: 'same_token' })
    expect(rig.apiCalls).toHaveLength(1)
    expect(rig.tokenCalls).toHaveLength(2)
    for (let operation = 0; operation < 10; operation++) await failureOf(rig.client.request(query))
    // The breaker counts it.
    expect(rig.tokenCalls.length).toBeLessThanOrEqual(4)
    expect(rig.events).toContainEqual(
      expect.objectContaining({ type: 'breaker_opened', reason: 'token_rejected' }),
    )
  })

  it('C7: a second 401 is one auth error with what the first one said, and no third send', async () => {
    const rig = createApiRig()
    await rig.client.request(query)
    rig.onApi = (_call, index) =>
      unauthorized(index === 1 ? 'Bearer error="invalid_token"' : 'Bearer realm="api"')
    const error = await failureOf(rig.client.request(query))
    expect(error).toBeInstanceOf(AccessRejectedError)
    expect(error).toMatchObject({
      reason: 'fresh_token_rejected',
      status: 401,
      error: 'invalid_token',
    })
    expect(rig.apiCalls).toHaveLength(3)
  })

  it('C7: the limit of one replay holds for a 401 and an "unauthenticated" body together', async () => {
    const rig = createApiRig()
    // A token that has worked: its refusal alone opens no pause, which would hold a third send back.
    await rig.client.request(query)
    rig.onApi = (_call, index) =>
      index === 1 ? unauthorized() : graphqlResponse(unauthenticatedBody({ data: null }))
    expect(await failureOf(rig.client.request(query))).toMatchObject({
      code: 'access_rejected',
      reason: 'fresh_token_rejected',
    })
    expect(rig.apiCalls).toHaveLength(3)
  })
})

/** An operation ends with an error; a fetch with that, or with the 401 itself. */
function isRefused(outcome: PromiseSettledResult<unknown>): boolean {
  return outcome.status === 'rejected'
    ? outcome.reason instanceof AccessRejectedError
    : outcome.value instanceof Response && outcome.value.status === 401
}

const pages: readonly (readonly [string, () => Response])[] = [
  ['an HTML page', () => page('<html>Unauthorized</html>', 'text/html')],
  ['an empty body', () => new Response(null, { status: 401 })],
  ['JSON with a message', () => Response.json({ message: 'no' }, { status: 401 })],
  ['GraphQL errors', () => unauthorized('')],
  ['a status text', () => new Response('no', { status: 401, statusText: 'Unauthorized' })],
]

function page(text: string, contentType: string): Response {
  return new Response(text, { status: 401, headers: { 'content-type': contentType } })
}

describe('the forms of a 401', () => {
  it.each(pages)(
    'C8: %s is recognised by its status, and is no network error',
    async (_what, refuse) => {
      const rig = createApiRig({ retry: {} })
      rig.onApi = (_call, index) => (index === 0 ? refuse() : graphqlResponse({ data: meData }))
      expect(await rig.client.request(query)).toEqual(meData)
      expect([rig.tokenCalls.length, rig.apiCalls.length]).toEqual([2, 2])
      expect(rig.events.filter(({ type }) => type === 'retried')).toEqual([])
    },
  )

  it.each([
    ['no challenge', ''],
    ['Bearer without error', 'Bearer realm="api"'],
    ['invalid_token', 'Bearer error="invalid_token"'],
    ['several challenges', 'Basic realm="a, Bearer error=x", Bearer error="invalid_token"'],
    ['quoted commas', 'Bearer realm="a, b", error="invalid_token", error_description="x, \\"y\\""'],
    ['plain nonsense', ', = ,, "unclosed'],
  ])('C9: %s sets off one token request', async (_what, challenge) => {
    const rig = createApiRig()
    rig.onApi = (_call, index) =>
      index === 0 ? unauthorized(challenge) : graphqlResponse({ data: meData })
    expect(await rig.client.request(query)).toEqual(meData)
    expect(rig.tokenCalls).toHaveLength(2)
  })

  it.each([
    ['401 insufficient_scope', 401, 'Bearer error="insufficient_scope", scope="case:write"'],
    ['403 insufficient_scope', 403, 'Bearer error="insufficient_scope", scope="case:write"'],
    ['403 alone', 403, undefined],
  ])(
    'C10: %s asks for no token and names the scope if it is given',
    async (_what, status, challenge) => {
      const rig = createApiRig()
      rig.onApi = () =>
        new Response('{}', {
          status,
          ...(challenge && { headers: { 'www-authenticate': challenge } }),
        })
      const error = await failureOf(rig.client.request(query))
      expect(error).toBeInstanceOf(ScopeMissingError)
      expect(error).toMatchObject({ status, requiredScope: challenge && 'case:write' })
      expect([rig.tokenCalls.length, rig.apiCalls.length]).toEqual([1, 1])
      await failureOf(rig.client.request(query))
      expect(rig.tokenCalls).toHaveLength(1)
    },
  )

  it('C10: insufficient_scope in the answer to a replay is a missing scope, and no strike against the token', async () => {
    const rig = createApiRig()
    rig.onApi = (_call, index) =>
      unauthorized(index === 0 ? '' : 'Bearer error="insufficient_scope"')
    expect(await failureOf(rig.client.request(query))).toBeInstanceOf(ScopeMissingError)
    rig.onApi = () => graphqlResponse({ data: meData })
    await rig.client.request(query)
    expect(rig.tokenCalls).toHaveLength(2)
    expect(bearerOf(rig.apiCalls.at(-1))).toBe('token-2')
  })

  it('C11: a captive portal costs at most one token request, and its error says that it is not the API', async () => {
    const rig = createApiRig()
    rig.onApi = () => page('<html>Please log in to the WiFi</html>', 'text/html; charset=utf-8')
    const error = await failureOf(rig.client.request(query))
    expect(error).toMatchObject({ code: 'access_rejected', reason: 'not_the_api', status: 401 })
    expect(String(error)).toMatch(/does not look like the API's answer/)
    expect([rig.tokenCalls.length, rig.apiCalls.length]).toEqual([2, 2])
  })

  it('C11: a 407 costs no token request, and is no answer of the API', async () => {
    const rig = createApiRig()
    rig.onApi = () =>
      new Response('<html>', { status: 407, headers: { 'content-type': 'text/html' } })
    const error = await failureOf(rig.client.request(query))
    expect(error).toMatchObject({ code: 'unexpected_response', status: 407 })
    expect([rig.tokenCalls.length, rig.apiCalls.length]).toEqual([1, 1])
  })
})

function unauthenticatedBody(members: object, code = 'UNAUTHENTICATED'): object {
  return { errors: [{ message: 'Not now', extensions: { code } }], ...members }
}

describe('"unauthenticated" inside of a 200', () => {
  it.each([
    ['a query without data', query, {}],
    ['a query with null data', query, { data: null }],
    ['a mutation without data, which never ran', mutation, {}],
  ])('C12: replays %s with a fresh token', async (_what, document, members) => {
    const rig = createApiRig()
    rig.onApi = (_call, index) =>
      graphqlResponse(index === 0 ? unauthenticatedBody(members) : { data: meData })
    expect(await rig.client.request(document)).toEqual(meData)
    expect(rig.apiCalls.map(bearerOf)).toEqual(['token-1', 'token-2'])
    expect(rig.events.map(({ type }) => type)).toContain('unauthorized')
  })

  it.each([
    ['a mutation with null data, which may have run', mutation, { data: null }, 'UNAUTHENTICATED'],
    ['a query with partial data', query, { data: { me: null } }, 'UNAUTHENTICATED'],
    ['a code that nobody listed', query, { data: null }, 'NOT_LISTED'],
  ])('C12: leaves %s as the GraphQL error it is', async (_what, document, members, code) => {
    const rig = createApiRig()
    rig.onApi = () => graphqlResponse(unauthenticatedBody(members, code))
    expect(await failureOf(rig.client.request(document))).toMatchObject({ code: 'graphql_errors' })
    expect([rig.tokenCalls.length, rig.apiCalls.length]).toEqual([1, 1])
  })

  it('C12: ends after one replay with an auth error', async () => {
    const rig = createApiRig()
    // A token that has worked: the breaker has no reason to step in.
    await rig.client.request(query)
    rig.onApi = () => graphqlResponse(unauthenticatedBody({ data: null }))
    expect(await failureOf(rig.client.request(query))).toMatchObject({
      code: 'access_rejected',
      reason: 'fresh_token_rejected',
    })
    expect([rig.tokenCalls.length, rig.apiCalls.length]).toEqual([2, 3])
  })

  it.each([
    ['switched off', { unauthenticatedCodes: [] }, 'UNAUTHENTICATED', 1],
    ['of its own', { unauthenticatedCodes: ['SESSION_OVER'] }, 'SESSION_OVER', 2],
  ])('C12: the list of codes can be %s', async (_what, options, code, tokens) => {
    const rig = createApiRig(options)
    rig.onApi = () => graphqlResponse(unauthenticatedBody({ data: null }, code))
    await failureOf(rig.client.request(query))
    expect(rig.tokenCalls).toHaveLength(tokens)
  })

  it('C13: FORBIDDEN asks for no token', async () => {
    const rig = createApiRig()
    rig.onApi = () => graphqlResponse(unauthenticatedBody({ data: null }, 'FORBIDDEN'))
    expect(await failureOf(rig.client.request(query))).toMatchObject({ code: 'graphql_errors' })
    expect([rig.tokenCalls.length, rig.apiCalls.length]).toEqual([1, 1])
  })
})

describe('a network failure during a replay', () => {
  it('C1: is the error of the operation, which is not sent a third time', async () => {
    const rig = createApiRig()
    rig.onApi = (_call, index) =>
      index === 0 ? unauthorized() : Promise.reject(new TypeError('fetch failed'))
    expect(await failureOf(rig.client.request(query))).toBeInstanceOf(NetworkError)
    expect(rig.apiCalls).toHaveLength(2)
  })
})
