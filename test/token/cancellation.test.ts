// Who leaves early disturbs nobody; who closes up leaves nothing behind.
import { describe, expect, it } from 'vitest'
import { AbortedError } from '../../src/index.js'
import { tokenResponse } from '../support/scripted-fetch.js'
import { createSourceRig, failureOf } from './source-rig.js'

describe('an aborted wait', () => {
  it('ends that caller alone, with the signal’s own reason', async () => {
    const { source, endpoint, requests } = createSourceRig()
    const controller = new AbortController()
    const reason = new Error('enough')
    const first = failureOf(source.get({ signal: controller.signal }))
    const others = Array.from({ length: 99 }, () => source.get())
    await endpoint.called(1)
    controller.abort(reason)
    expect(await first).toBe(reason)
    endpoint.calls[0]?.answer(tokenResponse('t'))
    expect((await Promise.all(others)).every(({ value }) => value === 't')).toBe(true)
    expect(requests()).toBe(1)
  })

  it('of everybody lets the request finish and keeps its token', async () => {
    const { source, endpoint, requests, clock } = createSourceRig()
    const controller = new AbortController()
    const all = Array.from({ length: 5 }, () =>
      failureOf(source.get({ signal: controller.signal })),
    )
    await endpoint.called(1)
    controller.abort(new Error('enough'))
    await Promise.all(all)
    endpoint.calls[0]?.answer(tokenResponse('t'))
    await clock.settle()
    expect((await source.get()).value).toBe('t')
    expect(requests()).toBe(1)
  })

  it('of everybody leaves no unhandled rejection when the request fails', async () => {
    const { source, endpoint, clock } = createSourceRig(undefined, { attempts: 1 })
    const controller = new AbortController()
    const waiting = failureOf(source.get({ signal: controller.signal }))
    await endpoint.called(1)
    controller.abort(new Error('enough'))
    await waiting
    endpoint.calls[0]?.fail(new Error('reset'))
    await clock.settle()
    expect(clock.pendingTimers()).toBe(0)
  })

  it('that was over before it began asks for nothing, but what it says is heard', async () => {
    const { source, value, requests } = createSourceRig((_call, index) =>
      tokenResponse(`t${index + 1}`),
    )
    const reason = new Error('enough')
    expect(await failureOf(source.get({ signal: AbortSignal.abort(reason) }))).toBe(reason)
    expect(requests()).toBe(0)
    await value()
    source.report('t1', 'accepted')
    const failed = source.get({ rejected: 't1', signal: AbortSignal.abort(reason) })
    expect(await failureOf(failed)).toBe(reason)
    expect(await value()).toBe('t2')
  })

  it('leaves nothing on its signal', async () => {
    const { source } = createSourceRig(() => tokenResponse('t'))
    const { signal } = new AbortController()
    let listening = 0
    const { addEventListener, removeEventListener } = AbortSignal.prototype
    Object.assign(signal, {
      addEventListener: (...args: Parameters<typeof addEventListener>) => {
        listening++
        addEventListener.apply(signal, args)
      },
      removeEventListener: (...args: Parameters<typeof removeEventListener>) => {
        listening--
        removeEventListener.apply(signal, args)
      },
    })
    await source.get({ signal })
    await source.get({ signal })
    expect(listening).toBe(0)
  })
})

describe('dispose', () => {
  it('ends a request under way and all who wait for it', async () => {
    const { source, endpoint, clock, eventsOf } = createSourceRig()
    const waiting = Array.from({ length: 10 }, () => failureOf(source.get()))
    await endpoint.called(1)
    source.dispose()
    const errors = await Promise.all(waiting)
    expect(new Set(errors).size).toBe(1)
    expect(errors[0]).toBeInstanceOf(AbortedError)
    expect(endpoint.calls[0]?.init.signal?.aborted).toBe(true)
    expect(clock.pendingTimers()).toBe(0)
    expect(eventsOf('token_failed')).toMatchObject([{ code: 'aborted' }])
    expect(eventsOf('breaker_opened')).toEqual([])
  })

  it('ends the wait between two attempts', async () => {
    const { source, endpoint, clock, requests } = createSourceRig(
      () => new Response('', { status: 500 }),
    )
    const waiting = failureOf(source.get())
    await endpoint.called(1)
    await clock.settle()
    source.dispose()
    expect(await waiting).toBeInstanceOf(AbortedError)
    await clock.advance(60_000)
    expect([requests(), clock.pendingTimers()]).toEqual([1, 0])
  })

  it('ends the wait for a secret', async () => {
    const { source, clock, requests } = createSourceRig(undefined, {
      clientSecret: () => new Promise<string>(() => {}),
    })
    const waiting = failureOf(source.get())
    await clock.settle()
    source.dispose()
    expect(await waiting).toBeInstanceOf(AbortedError)
    expect([requests(), clock.pendingTimers()]).toEqual([0, 0])
  })

  it('with a held token, a second time, and before anything, fails what comes later', async () => {
    const { source, value, failure, requests } = createSourceRig(() => tokenResponse('t'))
    await value()
    source.dispose()
    source.dispose()
    expect(await failure()).toBeInstanceOf(AbortedError)
    expect(await failure('t')).toBeInstanceOf(AbortedError)
    source.report('t', 'accepted')
    expect(requests()).toBe(1)
  })

  it('at the very moment that the token arrives keeps none', async () => {
    const { source, failure } = createSourceRig(() => tokenResponse('t'), {
      onEvent: ({ type }) => {
        if (type === 'token_received') source.dispose()
      },
    })
    expect(await failure()).toBeInstanceOf(AbortedError)
    expect(await failure()).toBeInstanceOf(AbortedError)
  })
})
