import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { ClientEvent } from '../../src/index.js'
import { tokenResponse } from '../support/scripted-fetch.js'
import { fakeCredentials } from '../support/vendor-rig.js'
import { createSourceRig, failureOf, walk } from './source-rig.js'

describe('events of an acquisition', () => {
  it('tell of each request, and once of how it ended', async () => {
    const { source, clock, endpoint, events } = createSourceRig((_call, index) =>
      index < 2 ? new Response('', { status: 503 }) : undefined,
    )
    const getting = Promise.all([source.get(), source.get(), source.get()])
    await clock.advance(1_000)
    await endpoint.called(3)
    endpoint.calls[2]?.answer(tokenResponse('t', { scope: 'a b' }))
    await getting
    await source.get()
    expect(events).toEqual([
      { type: 'token_requested', reason: 'cold', attempt: 1 },
      { type: 'token_requested', reason: 'cold', attempt: 2 },
      { type: 'token_requested', reason: 'cold', attempt: 3 },
      {
        type: 'token_received',
        reason: 'cold',
        durationMs: 1_000,
        lifetimeMs: 86_400_000,
        scope: 'a b',
      },
    ])
  })

  it('tell why: cold, ahead, expired or rejected', async () => {
    const { clock, value, eventsOf } = createSourceRig((_call, index) =>
      tokenResponse(`t${index + 1}`),
    )
    await value()
    await clock.advance(86_400_000 - 40_000)
    await value()
    await clock.settle()
    await clock.advance(86_400_000)
    await value()
    await value('t3')
    expect(eventsOf('token_received').map(({ reason }) => reason)).toEqual([
      'cold',
      'ahead',
      'expired',
      'rejected',
    ])
  })

  it('stay with "rejected" until a token has come', async () => {
    const { value, failure, source, eventsOf } = createSourceRig(
      (_call, index) =>
        index === 1 ? new Response('', { status: 500 }) : tokenResponse(`t${index + 1}`),
      { attempts: 1 },
    )
    await value()
    source.report('t1', 'accepted')
    await failure('t1')
    await value()
    expect(eventsOf('token_requested').map(({ reason }) => reason)).toEqual([
      'cold',
      'rejected',
      'rejected',
    ])
  })

  it('tell of a failure with code and status, and of the pause once', async () => {
    const { failure, events } = createSourceRig(() =>
      Response.json({ error: 'access_denied' }, { status: 403 }),
    )
    await failure()
    await failure()
    expect(events).toEqual([
      { type: 'token_requested', reason: 'cold', attempt: 1 },
      { type: 'breaker_opened', reason: 'token_refused', retryAfterMs: 11_250 },
      { type: 'token_failed', reason: 'cold', durationMs: 0, code: 'token_refused', status: 403 },
    ])
  })

  it('close the breaker once, with the reason that it was open for', async () => {
    let down = true
    const { clock, source, value, eventsOf } = createSourceRig(() =>
      down ? new Response('', { status: 500 }) : tokenResponse('t'),
    )
    for (let operation = 0; operation < 3; operation++) {
      await walk(clock, failureOf(source.get()))
      await clock.advance(2_000)
    }
    down = false
    await clock.advance(10_000)
    await value()
    await value()
    expect(eventsOf('breaker_opened').map(({ reason }) => reason)).toEqual([
      'unavailable',
      'unavailable',
    ])
    expect(eventsOf('breaker_closed')).toEqual([{ type: 'breaker_closed', reason: 'unavailable' }])
  })
})

describe('listeners', () => {
  const listeners: [string, (event: ClientEvent) => void][] = [
    [
      'throws',
      () => {
        throw new Error('listener')
      },
    ],
    ['rejects', (() => Promise.reject(new Error('listener'))) as () => void],
    [
      'returns something odd',
      (() => ({
        // biome-ignore lint/suspicious/noThenProperty: a listener may return any thenable
        then: () => {
          throw new Error('listener')
        },
      })) as () => void,
    ],
  ]
  it.each(listeners)('one that %s is harmless', async (_how, onEvent) => {
    const { clock, value, failure } = createSourceRig(
      (_call, index) =>
        index === 1 ? Response.json({ error: 'x' }, { status: 400 }) : tokenResponse(`t${index}`),
      { onEvent },
    )
    expect(await value()).toBe('t0')
    expect(await failure('t0')).toMatchObject({ code: 'token_refused' })
    await clock.advance(20_000)
    expect(await value()).toBe('t2')
  })

  it('one that asks for a token itself neither loops nor doubles the request', async () => {
    const inner: Promise<unknown>[] = []
    const { source, value, requests } = createSourceRig(() => tokenResponse('t'), {
      onEvent: () => {
        inner.push(source.get())
      },
    })
    expect(await value()).toBe('t')
    await Promise.all(inner)
    expect(requests()).toBe(1)
  })
})

describe('secrets', () => {
  const { clientSecret } = fakeCredentials
  const token = 'opaque-token-of-the-vendor'
  const written = [clientSecret, encodeURIComponent(clientSecret), btoa(clientSecret), token]

  /** An answer that repeats everything it should not. */
  const echo = (status: number) =>
    Response.json(
      {
        error: `no ${clientSecret}`,
        error_description: `client_secret=${encodeURIComponent(clientSecret)} ${btoa(clientSecret)}`,
        access_token: token,
        token_type: 'mac',
      },
      { status },
    )

  it.each([200, 201, 400, 401, 403, 404, 418, 429, 500])(
    'are in no event, error or source after a %i',
    async (status) => {
      const { source, events, clock } = createSourceRig(() => echo(status))
      const first = await walk(clock, failureOf(source.get()))
      const second = await walk(clock, failureOf(source.get({ rejected: token })))
      for (const shown of [first, second, events, source]) {
        const text = inspect(shown, { depth: 12, showHidden: true }) + JSON.stringify(shown)
        for (const secret of written) expect(text).not.toContain(secret)
      }
    },
  )

  it('are in no error of a fetch that shows what it was sending', async () => {
    const { source, clock, events } = createSourceRig(({ init }) => {
      const request = { body: init.body, headers: init.headers }
      throw Object.assign(new Error(`cannot send ${clientSecret} in ${init.body}`), {
        request,
        cause: request,
      })
    })
    const error = await walk(clock, failureOf(source.get()))
    const text = inspect([error, events], { depth: 12, showHidden: true })
    expect(text).toContain('cannot send')
    for (const secret of written) expect(text).not.toContain(secret)
  })

  it('are in no event and no source that holds a token', async () => {
    const { source, value, events } = createSourceRig(() => tokenResponse(token))
    await value()
    const text = inspect([source, events], { depth: 12, showHidden: true, getters: true })
    for (const secret of written)
      expect(text + JSON.stringify([source, events])).not.toContain(secret)
  })
})
