// Retries of API calls (F1–F6), with faults on real sockets.
import { type AddressInfo, createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type ClientEvent,
  createClient,
  type FirstAmlClient,
  type FirstAmlClientOptions,
  NetworkError,
  type Runtime,
  ThrottledError,
  UnexpectedResponseError,
  UnknownOutcomeError,
} from '../../src/index.js'
import { fastTime } from '../support/fast-time.js'
import {
  createVendorRig,
  fakeCredentials,
  type RigHandler,
  sendJson,
  type VendorRig,
} from '../support/vendor-rig.js'

const query = 'query Look { me { apiClientId } }'
const mutation = 'mutation Submit { submitCase(caseId: "1") { __typename } }'
const data = { me: { apiClientId: 'rig@clients' } }

/**
 * Real sockets, but little waiting: back-off is drawn as zero. The limits of requests, of ten seconds
 * and more, keep their length, since a busy machine may need it.
 */
const hasty: Partial<Runtime> = {
  ...fastTime,
  after: (delayMs, ...rest) => fastTime.after(delayMs < 10_000 ? delayMs : delayMs * 20, ...rest),
  random: () => 0,
}

let rig: VendorRig
let clients: FirstAmlClient[]
let events: ClientEvent[]

beforeEach(async () => {
  rig = await createVendorRig()
  clients = []
  events = []
})

afterEach(async () => {
  for (const client of clients) client.dispose()
  await rig.close()
})

const clientOf = (options: Partial<FirstAmlClientOptions> = {}) => {
  const client = createClient({
    ...fakeCredentials,
    baseUrl: rig.url,
    runtime: hasty,
    // Limits would run as fast as the pauses, and a busy machine would meet them.
    timeoutMs: 600_000,
    tokenRequests: { attemptTimeoutMs: 200_000 },
    onEvent: (event) => events.push(event),
    ...options,
  })
  clients.push(client)
  return client
}

const failure = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => error,
  )

/** Fails the first `times` GraphQL requests in this way, then answers. */
const failFirst =
  (times: number, fail: RigHandler): RigHandler =>
  (request, response, index) =>
    index < times ? fail(request, response, index) : sendJson(response, 200, { data })

const reset: RigHandler = (_request, response) => {
  response.socket?.resetAndDestroy()
}
const cutHeaders: RigHandler = (_request, response) => {
  response.socket?.end('HTTP/1.1 200 OK\r\ncontent-ty')
}
const cutBody: RigHandler = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
  response.write('{"data":{"me":')
  setImmediate(() => response.socket?.destroy())
}
const status =
  (code: number, headers: Record<string, string> = {}): RigHandler =>
  (_request, response) => {
    response.writeHead(code, { 'content-type': 'text/html', ...headers })
    response.end('<h1>no</h1>')
  }

describe('retries', () => {
  it.each([
    ['a reset', reset],
    ['an answer cut in its headers', cutHeaders],
    ['an answer cut in its body', cutBody],
    ['a 500', status(500)],
    ['a 502 page of a proxy', status(502)],
    ['a 504', status(504)],
    ['a 408', status(408)],
  ])('F2: makes a query again after %s', async (_what, fail) => {
    rig.onGraphql = failFirst(2, fail)
    await expect(clientOf().request(query)).resolves.toEqual(data)
    expect(rig.graphqlRequests).toHaveLength(3)
    expect(events.filter(({ type }) => type === 'retried')).toHaveLength(2)
  })

  it.each([
    ['a reset after it was executed', reset],
    ['an answer cut in its headers', cutHeaders],
    ['an answer cut in its body', cutBody],
    ['a 500 without a GraphQL result', status(500)],
    ['a 502 page of a proxy', status(502)],
    ['a 504', status(504)],
    ['a 503 that says when', status(503, { 'retry-after': '1' })],
  ])('F1: sends a mutation once and says that its outcome is unknown after %s', async (_, fail) => {
    rig.onGraphql = fail
    const error = await failure(clientOf().request(mutation))
    expect(error).toBeInstanceOf(UnknownOutcomeError)
    expect(error).toMatchObject({ code: 'unknown_outcome', operation: 'Submit' })
    expect((error as Error).message).toContain('Submit')
    expect(rig.graphqlRequests).toHaveLength(1)
  })

  it('F1: makes a mutation again where the caller says that it does no harm', async () => {
    rig.onGraphql = failFirst(1, reset)
    const client = clientOf()
    await expect(client.request(mutation, {}, { idempotent: true })).resolves.toEqual(data)
    expect(rig.graphqlRequests).toHaveLength(2)
  })

  it('F1: gives the last failure of one that does no harm, whatever became of earlier sends', async () => {
    let executed = 0
    rig.onGraphql = (request, response, index) => {
      if (index > 0) return status(403)(request, response, index)
      executed++
      return reset(request, response, index)
    }
    const error = await failure(clientOf().request(mutation, {}, { idempotent: true }))
    expect(error).toMatchObject({ code: 'scope_missing' })
    expect(executed).toBe(1)
  })

  it('F1: makes a mutation again after a 429, which no server executes', async () => {
    rig.onGraphql = failFirst(1, status(429))
    await expect(clientOf().request(mutation)).resolves.toEqual(data)
    expect(rig.graphqlRequests).toHaveLength(2)
  })

  it('F1: makes a mutation again when no connection came about', async () => {
    const nobody = await closedPort()
    const client = clientOf({
      fetch: (input, init) =>
        fetch(
          rig.tokenRequests.length > 0 && events.every(({ type }) => type !== 'retried')
            ? `http://127.0.0.1:${nobody}/graphql/`
            : input,
          init,
        ),
    })
    rig.onGraphql = (_request, response) => sendJson(response, 200, { data })
    await expect(client.request(mutation)).resolves.toEqual(data)
    expect(rig.graphqlRequests).toHaveLength(1)
    expect(events).toContainEqual(expect.objectContaining({ failure: 'not_connected' }))
  })

  it('gives the GraphQL result of a 5xx to the caller of a mutation: the outcome is known', async () => {
    rig.onGraphql = (_request, response) =>
      sendJson(response, 500, { errors: [{ message: 'The case is locked.' }], data: null })
    const error = await failure(clientOf().request(mutation))
    expect(error).toMatchObject({ code: 'graphql_errors' })
    expect(rig.graphqlRequests).toHaveLength(1)
  })

  it.each([400, 404, 405, 415, 501 as const])(
    'does not make a query again after a %i',
    async (code) => {
      rig.onGraphql = status(code)
      const error = await failure(clientOf().request(query))
      expect(error).toBeInstanceOf(UnexpectedResponseError)
      expect(error).toMatchObject({ status: code })
      expect(rig.graphqlRequests).toHaveLength(1)
    },
  )

  it('ends a query after four attempts with the class of its last failure', async () => {
    rig.onGraphql = status(503)
    const error = await failure(clientOf().request(query))
    expect(error).toMatchObject({ code: 'unexpected_response', status: 503 })
    expect(rig.graphqlRequests).toHaveLength(4)
  })

  it('does not make anything again when retry is switched off', async () => {
    rig.onGraphql = failFirst(1, reset)
    expect(await failure(clientOf({ retry: false }).request(query))).toBeInstanceOf(NetworkError)
    expect(rig.graphqlRequests).toHaveLength(1)
  })

  it('F3: fails at once when the API asks for more patience than allowed, and says how much', async () => {
    rig.onGraphql = status(429, { 'retry-after': '3600', 'x-request-id': 'req-7' })
    const error = await failure(clientOf().request(query))
    expect(error).toBeInstanceOf(ThrottledError)
    expect(error).toMatchObject({
      code: 'throttled',
      status: 429,
      retryAfterMs: 3_600_000,
      requestId: 'req-7',
    })
    expect(rig.graphqlRequests).toHaveLength(1)
  })

  it('D5: tells of a time with hundreds of digits as of any other', async () => {
    rig.onGraphql = status(429, { 'retry-after': '9'.repeat(400) })
    const error = await failure(clientOf().request(query))
    expect(error).toBeInstanceOf(ThrottledError)
    expect(error).toMatchObject({
      message: expect.stringMatching(/ Try again in \d+ s at the earliest, /),
      retryAfterMs: Number.MAX_SAFE_INTEGER,
    })
    expect(JSON.stringify(events)).not.toContain('null')
  })

  it('F3: takes a 200 that says RATE_LIMITED and holds no data for a 429', async () => {
    rig.onGraphql = failFirst(1, (_request, response) =>
      sendJson(response, 200, {
        data: null,
        errors: [{ message: 'slow down', extensions: { code: 'RATE_LIMITED' } }],
      }),
    )
    await expect(clientOf().request(query)).resolves.toEqual(data)
    expect(rig.graphqlRequests).toHaveLength(2)
  })

  it('F4: makes no more than the budget’s retries while nothing succeeds', async () => {
    rig.onGraphql = status(503)
    const client = clientOf({ retry: { budget: 20, baseMs: 0 } })
    const results = await Promise.allSettled(
      Array.from({ length: 200 }, () => client.request(query)),
    )
    expect(results.every((result) => result.status === 'rejected')).toBe(true)
    expect(rig.graphqlRequests).toHaveLength(220)

    // Ten successes give one retry back.
    rig.onGraphql = (_request, response) => sendJson(response, 200, { data })
    for (let success = 0; success < 10; success++) await client.request(query)
    rig.onGraphql = status(503)
    await failure(client.request(query))
    expect(rig.graphqlRequests).toHaveLength(232)
  })

  it('F6: counts retries and the 401 replay apart, and sends the present token each time', async () => {
    const answers: RigHandler[] = [
      status(503),
      (_request, response) => sendJson(response, 401, {}, { 'www-authenticate': 'Bearer' }),
      status(503),
      (_request, response) => sendJson(response, 200, { data }),
    ]
    rig.onGraphql = (request, response, index) => answers[index]?.(request, response, index)
    await expect(clientOf().request(query)).resolves.toEqual(data)
    expect(rig.graphqlRequests.map(({ token }) => token)).toEqual([
      'rig-token-1',
      'rig-token-1',
      'rig-token-2',
      'rig-token-2',
    ])
    expect(rig.tokenRequests).toHaveLength(2)
  })

  it('gets through when the server has closed a kept connection', async () => {
    const client = clientOf()
    rig.onGraphql = (_request, response, index) => {
      sendJson(response, 200, { data })
      if (index === 0) response.on('finish', () => response.socket?.destroy())
    }
    await client.request(query)
    await expect(client.request(query)).resolves.toEqual(data)
  })

  it('makes a download again, but nothing else that is not GraphQL', async () => {
    const client = clientOf()
    rig.onOther = (_request, response, index) =>
      index === 1 ? sendJson(response, 200, { ok: true }) : status(503)(_request, response, index)
    expect((await client.fetch(`${rig.url}/file`)).status).toBe(200)
    expect(rig.otherRequests).toHaveLength(2)
    expect((await client.fetch(`${rig.url}/file`, { method: 'POST', body: 'x' })).status).toBe(503)
    expect(rig.otherRequests).toHaveLength(3)
  })
})

/** A port of this machine on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}

describe('the request id', () => {
  it.each([
    ['a refusal', status(401, { 'x-request-id': 'req-1' }), 'access_rejected'],
    ['a missing scope', status(403, { 'x-request-id': 'req-1' }), 'scope_missing'],
    ['a page', status(404, { 'x-request-id': 'req-1' }), 'unexpected_response'],
    [
      'GraphQL errors',
      ((_request, response) =>
        sendJson(
          response,
          200,
          { errors: [{ message: 'no' }] },
          { 'x-request-id': 'req-1' },
        )) as RigHandler,
      'graphql_errors',
    ],
  ])('of %s stands on its error, for the support to find it', async (_what, answer, code) => {
    rig.onGraphql = answer
    expect(await failure(clientOf().request(query))).toMatchObject({ code, requestId: 'req-1' })
  })

  it('is left out where the header holds something else', async () => {
    rig.onGraphql = status(404, { 'x-request-id': 'Bearer abc def' })
    expect(await failure(clientOf().request(query))).toMatchObject({ requestId: undefined })
  })
})

it('takes a mutation’s answer that only looks like JSON for an unknown outcome', async () => {
  rig.onGraphql = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end('{"data": oops}')
  }
  expect(await failure(clientOf().request(mutation))).toMatchObject({ code: 'unknown_outcome' })
  expect(await failure(clientOf().request(query))).toMatchObject({ code: 'unexpected_response' })
})
