// H5: what happens is told once, without secrets, and a listener cannot harm an operation.
import { describe, expect, it } from 'vitest'
import type { ClientEvent } from '../../src/index.js'
import {
  bearerOf,
  createApiRig,
  failureOf,
  graphqlResponse,
  meData,
  mutation,
  query,
  tokenResponse,
  unauthorized,
} from '../fetch/api-rig.js'

/** What is told of tokens; the end of each request is told besides. */
const ofTokens = (events: readonly ClientEvent[]) =>
  events.filter(({ type }) => type !== 'request_finished')

const types = (events: readonly ClientEvent[]) => ofTokens(events).map(({ type }) => type)

describe('events', () => {
  it('H5: tell of a first token, a 401, a rejected one and the replay, once each and in order', async () => {
    const rig = createApiRig()
    await rig.client.request(query)
    rig.valid.clear()
    await rig.client.request(query)
    expect(ofTokens(rig.events)).toEqual([
      { type: 'token_requested', reason: 'cold', attempt: 1 },
      { type: 'token_received', reason: 'cold', durationMs: 0, lifetimeMs: 86_400_000 },
      { type: 'unauthorized', error: 'invalid_token', replayable: true },
      { type: 'token_requested', reason: 'rejected', attempt: 1 },
      { type: 'token_received', reason: 'rejected', durationMs: 0, lifetimeMs: 86_400_000 },
      { type: 'replayed', status: 200 },
    ])
  })

  it('H5: tell of an expired token, and how long it took', async () => {
    const rig = createApiRig()
    await rig.client.request(query)
    await rig.clock.advance(86_400_000)
    rig.events.length = 0
    rig.onToken = () => undefined
    const late = rig.client.request(query)
    await rig.clock.advance(300)
    rig.valid.add('token-2')
    rig.tokenCalls[1]?.answer(tokenResponse('token-2'))
    await late
    expect(ofTokens(rig.events)).toEqual([
      { type: 'token_requested', reason: 'expired', attempt: 1 },
      { type: 'token_received', reason: 'expired', durationMs: 300, lifetimeMs: 86_400_000 },
    ])
  })

  it('H5: tell of a failed token request, of the pause it opens and of its end', async () => {
    const rig = createApiRig()
    const { onToken } = rig
    rig.onToken = () => Response.json({ error: 'invalid_client' }, { status: 401 })
    await failureOf(rig.client.request(query))
    await failureOf(rig.client.request(query))
    await rig.clock.advance(20_000)
    rig.onToken = onToken
    await rig.client.request(query)
    expect(types(rig.events)).toEqual([
      'token_requested',
      'breaker_opened',
      'token_failed',
      'token_requested',
      'breaker_closed',
      'token_received',
    ])
    expect(rig.events.find(({ type }) => type === 'token_failed')).toMatchObject({
      code: 'token_refused',
      status: 401,
      reason: 'cold',
    })
  })

  it('H5: tell of a retry and its delay', async () => {
    const rig = createApiRig({ retry: {} })
    const { onApi } = rig
    rig.onApi = (call, index) => (index === 0 ? new Response('', { status: 503 }) : onApi(call, 0))
    const late = rig.client.request(query)
    await rig.clock.advance(1_000)
    await late
    expect(rig.events.filter(({ type }) => type === 'retried')).toEqual([
      {
        type: 'retried',
        operation: 'Look',
        attempt: 1,
        delayMs: 150,
        failure: 'status',
        status: 503,
      },
    ])
  })

  it('H5: tell how each request ended, and after how long', async () => {
    const rig = createApiRig()
    rig.onApi = () => undefined
    const [look, submit] = [rig.client.request(query), failureOf(rig.client.request(mutation))]
    await rig.clock.advance(250)
    rig.apiCalls[0]?.answer(graphqlResponse({ data: meData }))
    await look
    rig.apiCalls[1]?.answer(new Response(null, { status: 403 }))
    await submit
    const shared = { type: 'request_finished', durationMs: 250, attempts: 1 }
    expect(rig.events.slice(2)).toEqual([
      { ...shared, operation: 'Look', kind: 'query' },
      { ...shared, operation: 'Submit', kind: 'mutation', code: 'scope_missing' },
    ])
  })

  it('H5: tell of a query that nobody subscribes to any more as aborted', async () => {
    const rig = createApiRig()
    rig.onApi = () => undefined
    const { unsubscribe } = rig.client.urql.query(query, {}).subscribe(() => {})
    await rig.clock.settle()
    unsubscribe()
    expect(rig.events.at(-1)).toMatchObject({ type: 'request_finished', code: 'aborted' })
  })

  it('H5: tell of a quota that runs low', async () => {
    const rig = createApiRig()
    rig.onToken = () => {
      const response = tokenResponse('token-1')
      response.headers.set('auth0-client-quota-limit', 'b=per_day;q=50;r=4;t=43200')
      rig.valid.add('token-1')
      return response
    }
    await rig.client.request(query)
    expect(rig.events.filter(({ type }) => type === 'quota_low')).toEqual([
      { type: 'quota_low', bucket: 'per_day', quota: 50, remaining: 4, resetMs: 43_200_000 },
    ])
  })

  it('H5: hold neither secret nor token, even if the challenge repeats it', async () => {
    const rig = createApiRig()
    rig.onApi = (call) => unauthorized(`Bearer error="no ${bearerOf(call)}"`)
    await failureOf(rig.client.request(query))
    expect(types(rig.events)).toContain('unauthorized')
    expect(JSON.stringify(rig.events)).not.toMatch(/token-\d|fake-secret/)
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('the listener is broken')
      },
    ],
    ['returns a promise that fails', () => Promise.reject(new Error('later'))],
  ])('H5: a listener that %s does not break an operation', async (_what, listener) => {
    let heard = 0
    const rig = createApiRig({
      onEvent: ({ type }) => {
        if (type !== 'request_finished') heard++
        return listener()
      },
    })
    expect(await rig.client.request(query)).toEqual(meData)
    rig.valid.clear()
    expect(await rig.client.request(query)).toEqual(meData)
    expect(heard).toBe(6)
  })
})
