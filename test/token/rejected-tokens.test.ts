// What the API's refusals do to the source, told by `rejected` and `report`, in every order.
import { describe, expect, it } from 'vitest'
import { type Script, tokenResponse } from '../support/scripted-fetch.js'
import { createSourceRig, failureOf, type SourceRig } from './source-rig.js'

const numbered: Script = (_call, index) => tokenResponse(`t${index + 1}`)

describe('a revoked token', () => {
  it('is replaced once for everybody, whatever their order', async () => {
    const { source, endpoint, requests } = createSourceRig((_call, index) =>
      index === 0 ? tokenResponse('t1') : undefined,
    )
    await source.get()
    source.report('t1', 'accepted')
    const early = Array.from({ length: 500 }, () => source.get({ rejected: 't1' }))
    await endpoint.called(2)
    const late = Array.from({ length: 500 }, () => source.get({ rejected: 't1' }))
    endpoint.calls[1]?.answer(tokenResponse('t2'))
    const tokens = await Promise.all([...early, ...late])
    expect(new Set(tokens.map(({ value }) => value))).toEqual(new Set(['t2']))
    for (let straggler = 0; straggler < 10; straggler++) {
      expect((await source.get({ rejected: 't1' })).value).toBe('t2')
    }
    expect(requests()).toBe(2)
  })

  it('is not handed out again after report alone', async () => {
    const { source, value } = createSourceRig(numbered)
    await value()
    source.report('t1', 'accepted')
    source.report('t1', 'rejected')
    expect(await value()).toBe('t2')
  })

  it('that is rejected while its successor is fetched in the background is not used again', async () => {
    const { clock, source, endpoint, requests } = createSourceRig((_call, index) =>
      index === 0 ? tokenResponse('t1') : undefined,
    )
    await source.get()
    source.report('t1', 'accepted')
    await clock.advance(86_400_000 - 30_000)
    expect((await source.get()).value).toBe('t1')
    await endpoint.called(2)
    const waiting = source.get({ rejected: 't1' })
    const another = source.get()
    endpoint.calls[1]?.answer(tokenResponse('t2'))
    expect([(await waiting).value, (await another).value]).toEqual(['t2', 't2'])
    expect(requests()).toBe(2)
  })

  it('comes back from the endpoint: an error for its waiters, and no loop', async () => {
    const { value, failure, source, requests } = createSourceRig(() => tokenResponse('same'))
    await value()
    source.report('same', 'accepted')
    expect(await failure('same')).toMatchObject({
      code: 'access_rejected',
      reason: 'same_token',
      status: 401,
    })
    expect(await failure()).toMatchObject({ code: 'access_rejected', reason: 'same_token' })
    // Twice in a row is enough.
    expect(await failure()).toMatchObject({
      reason: 'same_token',
      retryAfterMs: expect.any(Number),
    })
    expect(requests()).toBe(3)
  })

  it('that keeps coming back is given another chance after the pause', async () => {
    const { clock, value, failure, source, eventsOf } = createSourceRig(() => tokenResponse('same'))
    clock.setRandom(0)
    await value()
    source.report('same', 'accepted')
    await failure('same')
    await failure()
    // A thousand late refusals of it change nothing of that.
    for (let late = 0; late < 1_000; late++) source.report('same', 'rejected')
    await clock.advance(10_000)
    expect(await value()).toBe('same')
    source.report('same', 'accepted')
    expect(eventsOf('breaker_closed')).toEqual([
      { type: 'breaker_closed', reason: 'token_rejected' },
    ])
  })

  it('is remembered although a straggler names an older one meanwhile', async () => {
    const { source, endpoint, failure, value } = createSourceRig((_call, index) =>
      index === 0 ? tokenResponse('t1') : undefined,
    )
    await source.get()
    source.report('t1', 'accepted')
    const waiting = failureOf(source.get({ rejected: 't1' }))
    const straggler = failureOf(source.get({ rejected: 't0' }))
    await endpoint.called(2)
    endpoint.calls[1]?.answer(tokenResponse('t1'))
    expect(await waiting).toMatchObject({ reason: 'same_token' })
    expect(await straggler).toMatchObject({ reason: 'same_token' })
    const next = value()
    await endpoint.called(3)
    endpoint.calls[2]?.answer(tokenResponse('t2'))
    expect(await next).toBe('t2')
    await expect(Promise.race([failure(), 'pending'])).resolves.toBe('pending')
  })

  it('that was used once is named among others of its kind', async () => {
    const { value, requests } = createSourceRig((_call, index) =>
      tokenResponse(`t${index + 1}`, { expires_in: 0 }),
    )
    expect(await value()).toBe('t1')
    expect(await value()).toBe('t2')
    expect(await value('t1')).toBe('t3')
    expect(requests()).toBe(3)
  })
})

describe('fresh tokens that the API refuses', () => {
  /** One operation as the authorized fetch does it: a send, a fresh token, a replay. */
  async function operate({ source }: SourceRig, accepts = (_value: string) => false) {
    const { value } = await source.get()
    if (accepts(value)) return source.report(value, 'accepted')
    const fresh = await source.get({ rejected: value })
    source.report(fresh.value, accepts(fresh.value) ? 'accepted' : 'rejected')
  }

  it('pause asking after two, then half-open once for each cool-down', async () => {
    const rig = createSourceRig(numbered)
    rig.clock.setRandom(0)
    for (let operation = 0; operation < 10; operation++) await operate(rig).catch(() => {})
    expect(rig.requests()).toBe(2)
    expect(await rig.failure()).toMatchObject({
      code: 'access_rejected',
      reason: 'fresh_token_rejected',
      retryAfterMs: 10_000,
    })
    await rig.clock.advance(10_000)
    const burst = Array.from({ length: 1_000 }, () => operate(rig).catch(() => {}))
    await Promise.all(burst)
    expect(rig.requests()).toBe(3)
    expect(await rig.failure()).toMatchObject({ retryAfterMs: 20_000 })
  })

  it('cost ten requests at most in ten minutes of 100 operations a second', async () => {
    const rig = createSourceRig(numbered)
    // Jitter only lengthens a cool-down, so this is the draw that asks most.
    rig.clock.setRandom(0)
    for (let second = 0; second < 600; second++) {
      for (let operation = 0; operation < 100; operation++) void operate(rig).catch(() => {})
      await rig.clock.advance(1_000)
    }
    expect(rig.requests()).toBeLessThanOrEqual(10)
    expect(rig.requests()).toBeGreaterThanOrEqual(6)
  }, 20_000)

  it('cost no more when each is good for one use only', async () => {
    const rig = createSourceRig((_call, index) => tokenResponse(`t${index + 1}`, { expires_in: 0 }))
    rig.clock.setRandom(0)
    for (let second = 0; second < 600; second++) {
      await operate(rig).catch(() => {})
      await rig.clock.advance(1_000)
    }
    expect(rig.requests()).toBeLessThanOrEqual(14)
  })

  it('cost no more when the endpoint fails in between', async () => {
    const rig = createSourceRig((_call, index) =>
      index % 2 === 1 ? new Response('', { status: 500 }) : tokenResponse(`t${index + 1}`),
    )
    rig.clock.setRandom(0)
    for (let second = 0; second < 600; second++) {
      void operate(rig).catch(() => {})
      await rig.clock.advance(1_000)
    }
    expect(rig.requests()).toBeLessThanOrEqual(20)
  })

  it('are forgiven when one is accepted', async () => {
    let accepting = false
    const rig = createSourceRig(numbered)
    rig.clock.setRandom(0)
    for (let operation = 0; operation < 3; operation++) await operate(rig).catch(() => {})
    accepting = true
    await rig.clock.advance(10_000)
    await operate(rig, () => accepting)
    expect(rig.eventsOf('breaker_closed')).toEqual([
      { type: 'breaker_closed', reason: 'token_rejected' },
    ])
    // Afterwards it takes two again, and the first cool-down is the short one.
    const soFar = rig.requests()
    expect(await rig.value(await rig.value())).toBe(`t${soFar + 1}`)
    accepting = false
    rig.source.report(`t${soFar + 1}`, 'rejected')
    await operate(rig).catch(() => {})
    expect(rig.eventsOf('breaker_opened').at(-1)).toMatchObject({ retryAfterMs: 10_000 })
  })

  it('one in between two good ones pauses nothing', async () => {
    const rig = createSourceRig(numbered)
    for (let round = 0; round < 5; round++) {
      await operate(rig, (value) => Number(value.slice(1)) % 2 === 0)
    }
    expect(rig.eventsOf('breaker_opened')).toEqual([])
  })

  it('do not count a thousand times for a thousand operations', async () => {
    const { source, requests, eventsOf } = createSourceRig((_call, index) =>
      index < 2 ? tokenResponse(`t${index + 1}`) : undefined,
    )
    await source.get()
    for (let operation = 0; operation < 1_000; operation++) source.report('t1', 'rejected')
    expect((await source.get()).value).toBe('t2')
    expect(eventsOf('breaker_opened')).toEqual([])
    expect(requests()).toBe(2)
  })

  it('let a late "accepted" for a token already refused change nothing', async () => {
    const { source, failure, eventsOf } = createSourceRig(numbered)
    await source.get()
    source.report('t1', 'rejected')
    await source.get()
    source.report('t2', 'rejected')
    source.report('t1', 'accepted')
    source.report('t2', 'accepted')
    expect(await failure()).toMatchObject({ code: 'access_rejected' })
    expect(eventsOf('breaker_closed')).toEqual([])
  })
})

describe('without being told of acceptance', () => {
  it('a token that nobody complained of for a minute counts as good', async () => {
    const { clock, value, eventsOf } = createSourceRig(numbered)
    for (let revocation = 1; revocation <= 5; revocation++) {
      expect(await value()).toBe(`t${revocation}`)
      await clock.advance(60_000)
      expect(await value(`t${revocation}`)).toBe(`t${revocation + 1}`)
    }
    expect(eventsOf('breaker_opened')).toEqual([])
  })

  it('two revocations with a good token in between are not two in a row', async () => {
    const { clock, value, eventsOf } = createSourceRig(
      (_call, index) => tokenResponse(`t${index + 1}`, { expires_in: 600 }),
      { refreshAheadMs: 0 },
    )
    await value()
    await value('t1')
    // t2 lives out its life; t3 is revoked right away.
    await clock.advance(600_000)
    expect(await value()).toBe('t3')
    expect(await value('t3')).toBe('t4')
    expect(eventsOf('breaker_opened')).toEqual([])
  })

  it('rejections within the minute pause all the same', async () => {
    const { clock, value, failure } = createSourceRig(numbered)
    await value()
    await clock.advance(59_999)
    expect(await value('t1')).toBe('t2')
    expect(await failure('t2')).toMatchObject({ reason: 'fresh_token_rejected' })
  })
})

describe('tokens of others', () => {
  it('rejected in a cold source, are asked past once and counted for nobody', async () => {
    const { value, requests, eventsOf } = createSourceRig(numbered)
    expect(await value('from-elsewhere')).toBe('t1')
    for (let other = 0; other < 100; other++) expect(await value(`other-${other}`)).toBe('t1')
    expect(requests()).toBe(1)
    expect(eventsOf('token_requested')).toMatchObject([{ reason: 'rejected' }])
    expect(eventsOf('breaker_opened')).toEqual([])
  })

  it('that the endpoint then issues are known to be refused', async () => {
    const { failure } = createSourceRig(() => tokenResponse('from-elsewhere'))
    expect(await failure('from-elsewhere')).toMatchObject({ reason: 'same_token' })
  })
})
