// Section E of the scenarios: giving up, in every phase and at once. No test here waits for time:
// an operation has to be over once everything that is ready has run.
import { getEventListeners } from 'node:events'
import { beforeAll, describe, expect, it } from 'vitest'
import { AbortedError } from '../../src/index.js'
import {
  type ApiRig,
  apiUrl,
  createApiRig,
  deafToSignals,
  failureOf,
  follow,
  graphqlResponse,
  meData,
  mutation,
  query,
  settle,
  stalledResponse,
  tokenResponse,
  unauthorized,
} from './api-rig.js'

// The first use of client.fetch loads code, for which no turn waits.
beforeAll(() => import('../../src/fetch/tracked-requests.js'))

describe('callers that wait for one token', () => {
  it('E1: one gives up, the other 99 get it, for one token request', async () => {
    const rig = createApiRig()
    rig.onToken = () => undefined
    const quitter = new AbortController()
    const requests = Array.from({ length: 100 }, (_, index) =>
      follow(rig.client.request(query, {}, index === 0 ? { signal: quitter.signal } : {})),
    )
    await settle()
    quitter.abort()
    await settle()
    expect(requests.filter(({ settled }) => settled)).toHaveLength(1)
    expect(requests[0]?.error).toBeInstanceOf(AbortedError)
    rig.valid.add('token-1')
    rig.tokenCalls[0]?.answer(tokenResponse('token-1'))
    await settle()
    expect(requests.slice(1).map(({ value }) => value)).toEqual(Array(99).fill(meData))
    expect(rig.tokenCalls).toHaveLength(1)
  })

  it('E2: all give up, and the next operation is fine', async () => {
    const rig = createApiRig()
    rig.onToken = () => undefined
    const quitter = new AbortController()
    const requests = Array.from({ length: 5 }, () =>
      follow(rig.client.request(query, {}, { signal: quitter.signal })),
    )
    await settle()
    quitter.abort()
    await settle()
    expect(requests.every(({ error }) => error instanceof AbortedError)).toBe(true)
    expect(rig.apiCalls).toHaveLength(0)
    const next = follow(rig.client.request(query))
    rig.valid.add('token-late')
    for (const call of rig.tokenCalls) call.answer(tokenResponse('token-late'))
    await settle()
    expect(next.value).toEqual(meData)
  })
})

/** Brings a request into a phase and leaves it there. */
const phases: readonly (readonly [string, (rig: ApiRig) => void])[] = [
  [
    'waiting for a token',
    (rig) => {
      rig.onToken = () => undefined
    },
  ],
  [
    'while the request is out',
    (rig) => {
      rig.onApi = () => undefined
    },
  ],
  [
    'while the body stalls',
    (rig) => {
      rig.onApi = () => stalledResponse().response
    },
  ],
  [
    'waiting for a fresh token after a 401',
    (rig) => {
      rig.onToken = (_call, index) => (index === 0 ? tokenResponse('token-1') : undefined)
      rig.onApi = () => unauthorized()
    },
  ],
  [
    'while the replay is out',
    (rig) => {
      rig.onApi = (_call, index) => (index === 0 ? unauthorized() : undefined)
    },
  ],
  [
    'while the body of the replay stalls',
    (rig) => {
      rig.onApi = (_call, index) => (index === 0 ? unauthorized() : stalledResponse().response)
    },
  ],
]

describe.each([
  ['a fetch that heeds signals', (fetch: typeof globalThis.fetch) => fetch],
  ['a fetch that is deaf to them', deafToSignals],
])("the caller's signal, with %s", (_what, wrap) => {
  const start = (prepare: (rig: ApiRig) => void): ApiRig => {
    const inner = createApiRig()
    const rig = createApiRig({ fetch: wrap(inner.fetch), retry: {} })
    prepare(inner)
    return Object.assign(rig, { tokenCalls: inner.tokenCalls, apiCalls: inner.apiCalls })
  }

  it.each(phases)('E3: ends a request %s, and nothing is sent after', async (_phase, prepare) => {
    const rig = start(prepare)
    const caller = new AbortController()
    const state = follow(rig.client.request(query, {}, { signal: caller.signal }))
    await settle()
    expect(state.settled).toBe(false)
    const sent = rig.apiCalls.length
    const reason = new Error('the user went away')
    caller.abort(reason)
    await settle()
    expect(state.error).toBeInstanceOf(AbortedError)
    expect(state.error).toMatchObject({ cause: reason })
    await rig.clock.advance(600_000)
    expect(rig.apiCalls).toHaveLength(sent)
  })

  it.each(phases)('E3: ends a urql mutation %s', async (_phase, prepare) => {
    const rig = start(prepare)
    const caller = new AbortController()
    const result = follow(
      rig.client.urql.mutation(mutation, {}, { fetchOptions: { signal: caller.signal } }),
    )
    await settle()
    caller.abort()
    await settle()
    expect(result.value).toMatchObject({ error: { networkError: { code: 'aborted' } } })
  })

  it.each(phases.filter(([phase]) => !phase.includes('body')))(
    'E3: ends client.fetch %s with its own reason',
    async (_phase, prepare) => {
      const rig = start(prepare)
      const caller = new AbortController()
      const state = follow(rig.client.fetch(`${apiUrl}/file`, { signal: caller.signal }))
      await settle()
      expect(state.settled).toBe(false)
      const reason = new Error('the user went away')
      caller.abort(reason)
      await settle()
      expect(state.error).toBe(reason)
    },
  )

  it('E3: an answer that comes after the abort is let go of', async () => {
    const rig = start((inner) => {
      inner.onApi = () => undefined
    })
    const caller = new AbortController()
    follow(rig.client.request(query, {}, { signal: caller.signal }))
    await settle()
    caller.abort()
    const { response, released } = stalledResponse()
    rig.apiCalls[0]?.answer(response)
    await settle()
    // One that heeds signals has rejected already, and the answer never came.
    expect(released()).toBe(wrap === deafToSignals)
  })

  it('E3: a 401 that comes together with the abort is not replayed', async () => {
    const rig = start((inner) => {
      inner.onApi = () => undefined
    })
    const caller = new AbortController()
    const state = follow(rig.client.request(mutation, {}, { signal: caller.signal }))
    await settle()
    rig.apiCalls[0]?.answer(unauthorized())
    caller.abort()
    await settle()
    expect(state.error).toBeInstanceOf(AbortedError)
    expect([rig.tokenCalls.length, rig.apiCalls.length]).toEqual([1, 1])
  })
})

describe('giving up at other moments', () => {
  it.each<readonly [string, (rig: ApiRig, signal: AbortSignal) => Promise<unknown>]>([
    ['client.request', (rig, signal) => rig.client.request(query, {}, { signal })],
    ['client.fetch', (rig, signal) => rig.client.fetch(`${apiUrl}/file`, { signal })],
  ])(
    'E3: one signal for a hundred calls of %s has one listener, and none after them',
    async (_what, send) => {
      const rig = createApiRig()
      rig.onApi = () => undefined
      const { signal } = new AbortController()
      const work = Array.from({ length: 100 }, () => send(rig, signal))
      await settle()
      // Node warns of a leak when there are more than ten.
      expect(getEventListeners(signal, 'abort')).toHaveLength(1)
      for (const call of rig.apiCalls) call.answer(new Response(null, { status: 403 }))
      await Promise.allSettled(work)
      expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    },
  )

  it('E3: a signal that has fired before sends nothing at all', async () => {
    const rig = createApiRig()
    const options = { signal: AbortSignal.abort() }
    expect(await failureOf(rig.client.request(query, {}, options))).toBeInstanceOf(AbortedError)
    await failureOf(rig.client.fetch(`${apiUrl}/file`, options))
    await settle()
    expect([rig.tokenCalls.length, rig.apiCalls.length]).toEqual([0, 0])
  })

  it('E3: ends the wait before a retry, even from a listener that hears of it', async () => {
    const caller = new AbortController()
    const rig = createApiRig({
      retry: { baseMs: 10_000 },
      onEvent: ({ type }) => {
        if (type === 'retried') caller.abort()
      },
    })
    rig.onApi = () => new Response('{}', { status: 503 })
    const state = follow(rig.client.request(query, {}, { signal: caller.signal }))
    await settle()
    expect(state.error).toBeInstanceOf(AbortedError)
    expect(rig.apiCalls).toHaveLength(1)
  })

  it('E3: ends a download whose body the caller is reading', async () => {
    const rig = createApiRig()
    const caller = new AbortController()
    rig.onApi = ({ init }) => {
      const body = new ReadableStream({
        start: (stream) => {
          // As a fetch does it: the body fails when the signal fires.
          init.signal?.addEventListener('abort', () => stream.error(init.signal?.reason))
        },
      })
      return new Response(body)
    }
    const response = await rig.client.fetch(`${apiUrl}/file`, { signal: caller.signal })
    const state = follow(response.text())
    await settle()
    const reason = new Error('enough')
    caller.abort(reason)
    await settle()
    expect(state.error).toBe(reason)
  })

  it('E3: a urql query that nobody subscribes to any more aborts its fetch', async () => {
    const rig = createApiRig()
    rig.onApi = () => undefined
    const subscription = rig.client.urql.query(query, {}).subscribe(() => {})
    await settle()
    expect(rig.apiCalls[0]?.init.signal?.aborted).toBe(false)
    subscription.unsubscribe()
    await settle()
    expect(rig.apiCalls[0]?.init.signal?.aborted).toBe(true)
    rig.apiCalls[0]?.answer(graphqlResponse({ data: meData }))
    await settle()
    expect([rig.tokenCalls.length, rig.apiCalls.length]).toEqual([1, 1])
  })
})
