// Time limits and the caller's signal, on the fake clock: nothing here waits in real time.
import { Client, fetchExchange } from '@urql/core'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  authExchange,
  type ClientEvent,
  createClient,
  type FirstAmlClient,
  type FirstAmlClientOptions,
} from '../../src/index.js'
import { createFakeClock } from '../support/fake-clock.js'
import {
  createScriptedFetch,
  graphqlResponse,
  type Script,
  tokenResponse,
} from '../support/scripted-fetch.js'
import { fakeCredentials } from '../support/vendor-rig.js'

// Loaded with the first fetch, it would take more turns than the clock is given.
beforeAll(() => import('../../src/fetch/tracked-requests.js'))

const query = 'query Look { me { apiClientId } }'
const mutation = 'mutation Submit { submitCase(caseId: "1") { __typename } }'
const data = { me: { apiClientId: 'x@clients' } }

let clients: FirstAmlClient[] = []
afterEach(() => {
  for (const client of clients) client.dispose()
  clients = []
})

/** @param onGraphql - answers the API's calls; tokens come at once. */
const setUp = (onGraphql: Script, options: Partial<FirstAmlClientOptions> = {}, isDeaf = false) => {
  const clock = createFakeClock()
  let sends = 0
  const scripted = createScriptedFetch((call) =>
    call.url.endsWith('/oauth/token') ? tokenResponse('token-1') : onGraphql(call, sends++),
  )
  const { calls, called } = scripted
  const fetch: typeof globalThis.fetch = (input, init) =>
    scripted.fetch(input, isDeaf ? { ...init, signal: null } : init)
  const client = createClient({
    ...fakeCredentials,
    baseUrl: 'https://api.test',
    fetch,
    runtime: clock.runtime,
    ...options,
  })
  clients.push(client)
  return { clock, client, fetch, calls, called, sends: () => sends }
}

/** What has become of a promise, without waiting for it. */
const follow = (work: Promise<unknown>) => {
  const state: { settled: boolean; error?: unknown; value?: unknown } = { settled: false }
  work.then(
    (value) => Object.assign(state, { settled: true, value }),
    (error: unknown) => Object.assign(state, { settled: true, error }),
  )
  return state
}

/** A response whose headers came and whose body never ends; deaf to signals. */
const stalledBody = () =>
  new Response(
    new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode('{')) }),
    {
      headers: { 'content-type': 'application/json' },
    },
  )

describe('time limits', () => {
  it.each([
    ['the request', () => undefined],
    ['the body', () => stalledBody()],
  ])('end %s of one attempt after timeoutMs, and make a query again', async (_what, stall) => {
    const events: ClientEvent[] = []
    const { clock, client, sends } = setUp(
      (_call, index) => (index === 0 ? stall() : graphqlResponse({ data })),
      { timeoutMs: 5_000, onEvent: (event) => events.push(event) },
    )
    const state = follow(client.request(query))
    await clock.advance(4_999)
    expect([state.settled, sends()]).toEqual([false, 1])
    await clock.advance(301)
    expect(state).toMatchObject({ settled: true, value: data })
    expect(sends()).toBe(2)
    expect(events).toContainEqual(expect.objectContaining({ type: 'retried', failure: 'timeout' }))
  })

  it.each([
    ['hears its signal', false],
    ['is deaf to it', true],
  ])('give back the place of an attempt whose fetch hangs and %s', async (_what, isDeaf) => {
    const { clock, client, calls, sends } = setUp(
      (_call, index) => (index % 2 === 0 ? undefined : graphqlResponse({ data })),
      { timeoutMs: 5_000, throttle: { concurrency: 1 } },
      isDeaf,
    )
    const asked = follow(client.request(query))
    await clock.advance(5_301)
    expect([asked.settled, sends()]).toEqual([true, 2])
    if (!isDeaf) expect(calls.map(({ init }) => init.signal?.aborted)).toEqual([false, true, false])
    const fetched = follow(client.fetch('https://api.test/files/1'))
    await clock.advance(5_301)
    expect([fetched.settled, sends()]).toEqual([true, 4])
    const next = follow(client.request(query, {}, { timeoutMs: 1_000 }))
    await clock.advance(1_301)
    expect([next.settled, sends()]).toEqual([true, 6])
  })

  it('give back the place of a hanging attempt in an exchange of its own, too', async () => {
    const { clock, client, fetch, sends } = setUp(
      (_call, index) => (index === 0 ? undefined : graphqlResponse({ data })),
      {},
      true,
    )
    const { tokenSource } = client
    const authorized = authExchange({
      ...{ tokenSource, fetch, runtime: clock.runtime },
      ...{ timeoutMs: 5_000, throttle: { concurrency: 1 } },
    })
    const urql = new Client({
      url: 'https://api.test/graphql/',
      preferGetMethod: false,
      exchanges: [authorized, fetchExchange],
    })
    const state = follow(urql.query(query, {}).toPromise())
    await clock.advance(5_301)
    expect([state.settled, sends()]).toEqual([true, 2])
  })

  it.each([
    ['is told of a retry', 'retried', false],
    ['is told that another one passed the gate for it', 'throttle_waited', true],
  ] as const)(
    'make nothing again for who aborts when a listener %s',
    async (_what, type, isDeaf) => {
      const controller = new AbortController()
      const { clock, client, sends } = setUp(
        (_call, index) => (index === 1 && isDeaf ? graphqlResponse({ data }) : undefined),
        {
          timeoutMs: 5_000,
          throttle: { concurrency: 1 },
          retry: { attempts: 2 },
          onEvent: (event) => {
            if (event.type === type) controller.abort()
          },
        },
        isDeaf,
      )
      const asked = follow(client.request(query, {}, { signal: controller.signal }))
      await clock.advance(1)
      const other = type === 'throttle_waited' ? [follow(client.request(query))] : []
      await clock.advance(10_000)
      expect(asked.error).toMatchObject({ code: 'aborted' })
      expect(other.map(({ value }) => value)).toEqual(other.map(() => data))
      expect(sends()).toBe(1 + other.length)
      const before = sends()
      for (let count = 0; count < 3; count++) void client.request(query).catch(() => {})
      await clock.advance(1)
      expect(sends()).toBe(before + 1)
    },
  )

  it('say after the last attempt which limit it was', async () => {
    const { clock, client } = setUp(() => undefined, { timeoutMs: 5_000, retry: { attempts: 1 } })
    const state = follow(client.request(query))
    await clock.advance(5_000)
    expect(state.error).toMatchObject({ code: 'timeout', limitMs: 5_000 })
    expect(String(state.error)).toContain('Look')
  })

  it('leave the outcome of a mutation unknown once it was sent', async () => {
    const { clock, client, sends } = setUp(() => undefined, { timeoutMs: 5_000 })
    const state = follow(client.request(mutation))
    await clock.advance(60_000)
    expect(state.error).toMatchObject({
      code: 'unknown_outcome',
      operation: 'Submit',
      cause: { code: 'timeout' },
    })
    expect(sends()).toBe(1)
  })

  it('say of a mutation that waits for its turn that it timed out: it was never sent', async () => {
    const { clock, client, sends } = setUp(() => undefined, {
      throttle: { concurrency: 1 },
      timeoutMs: Number.POSITIVE_INFINITY,
      retry: { totalMs: 10_000 },
    })
    const first = follow(client.request(query))
    const second = follow(client.request(mutation))
    await clock.advance(10_000)
    expect(first.error).toMatchObject({ code: 'timeout', limitMs: 10_000 })
    expect(second.error).toMatchObject({ code: 'timeout', limitMs: 10_000 })
    expect(sends()).toBe(1)
  })

  it('never send a mutation after its caller was told how it ended', async () => {
    // The first send times out; its 401 comes late, and must not be answered with a replay.
    const { clock, client, calls, sends } = setUp(() => undefined, { timeoutMs: 5_000 })
    const state = follow(client.request(mutation))
    await clock.advance(5_000)
    expect(state.error).toMatchObject({ code: 'unknown_outcome' })
    calls.at(-1)?.answer(new Response('', { status: 401 }))
    await clock.advance(5_000)
    expect(sends()).toBe(1)
  })

  it('bound all attempts and waits together by retry.totalMs', async () => {
    const { clock, client, sends } = setUp(() => undefined, {
      timeoutMs: 4_000,
      retry: { attempts: 100, totalMs: 10_000 },
    })
    const state = follow(client.request(query))
    // Kept to a tenth of a second.
    await clock.advance(10_100)
    expect(state.error).toMatchObject({ code: 'timeout', limitMs: 10_000 })
    expect(sends()).toBe(3)
  })

  it('can be set for one request', async () => {
    const { clock, client } = setUp(() => undefined, { retry: false })
    const state = follow(client.request(query, {}, { timeoutMs: 1_000 }))
    await clock.advance(1_000)
    expect(state.error).toMatchObject({ code: 'timeout', limitMs: 1_000 })
  })

  it('leave no timer behind once everything is answered and the client is disposed of', async () => {
    const { clock, client } = setUp(() => graphqlResponse({ data }))
    await client.request(query)
    client.dispose()
    expect(clock.pendingTimers()).toBe(0)
  })
})

describe('the caller’s signal', () => {
  it.each([
    ['in a back-off', { status: 503, headers: {} }],
    ['in a pause that the API asked for', { status: 429, headers: { 'retry-after': '20' } }],
  ])('ends a request %s, without time passing', async (_where, { status, headers }) => {
    const { client, clock, sends } = setUp(() => new Response('', { status, headers }))
    const controller = new AbortController()
    const state = follow(client.request(query, {}, { signal: controller.signal }))
    await clock.settle()
    expect([state.settled, sends()]).toEqual([false, 1])
    controller.abort()
    await clock.settle()
    expect(state.error).toMatchObject({ code: 'aborted' })
    await clock.advance(120_000)
    expect(sends()).toBe(1)
  })

  it('ends a request that waits at the gate, and its place goes to the next', async () => {
    const { client, clock, calls, sends } = setUp(() => undefined, { throttle: { concurrency: 1 } })
    const first = follow(client.request(query))
    const controller = new AbortController()
    const second = follow(client.request(query, {}, { signal: controller.signal }))
    const third = follow(client.request(query))
    await clock.settle()
    controller.abort()
    await clock.settle()
    expect(second.error).toMatchObject({ code: 'aborted' })
    calls.at(-1)?.answer(graphqlResponse({ data }))
    await clock.settle()
    expect([first.settled, third.settled, sends()]).toEqual([true, false, 2])
  })

  it('gives the place on when a listener fires it as the request passes the gate', async () => {
    const controller = new AbortController()
    const { client, clock, calls, sends } = setUp(
      (_call, index) => (index === 0 ? undefined : graphqlResponse({ data })),
      {
        throttle: { concurrency: 1 },
        onEvent: ({ type }) => {
          if (type === 'throttle_waited') controller.abort()
        },
      },
    )
    void client.request(query)
    const waiting = follow(client.request(query, {}, { signal: controller.signal }))
    await clock.settle()
    calls.at(-1)?.answer(graphqlResponse({ data }))
    await clock.settle()
    expect(waiting.error).toMatchObject({ code: 'aborted' })
    expect(await client.request(query)).toEqual(data)
    expect(sends()).toBe(2)
  })
})
