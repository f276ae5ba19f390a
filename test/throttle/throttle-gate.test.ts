import { describe, expect, it } from 'vitest'
import { createThrottleGate } from '../../src/fetch/throttle-gate.js'
import type { ClientEvent } from '../../src/index.js'
import { createFakeClock } from '../support/fake-clock.js'

const setUp = (concurrency = 2) => {
  const clock = createFakeClock()
  const events: ClientEvent[] = []
  const gate = createThrottleGate({
    runtime: { ...clock.runtime, fetch },
    emit: (event) => events.push(event),
    concurrency,
    maxPauseMs: 60_000,
  })
  return { clock, gate, events }
}

const ok = () => new Response('{}')
const refusal = (retryAfter?: string) =>
  new Response('', {
    status: 429,
    headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  })

/** Follows a request through the gate: the moment it passed, once it has. */
const follow = (passing: number | Promise<number>) => {
  const state: { passedAt?: number } = {}
  void Promise.resolve(passing).then((passedAt) => {
    state.passedAt = passedAt
  })
  return state
}

describe('the throttle gate', () => {
  it('lets a request pass without a promise while there is nothing to wait for', () => {
    const { gate } = setUp()
    expect(typeof gate.enter(undefined, false)).toBe('number')
  })

  it('holds as many under way as allowed and admits the others in order of arrival', async () => {
    const { gate, clock } = setUp(1)
    const first = gate.enter(undefined, false)
    const second = follow(gate.enter(undefined, false))
    const third = follow(gate.enter(undefined, false))
    await clock.settle()
    expect([second.passedAt, third.passedAt]).toEqual([undefined, undefined])

    gate.leave(first as number, ok())
    await clock.settle()
    expect(second.passedAt).toBeDefined()
    expect(third.passedAt).toBeUndefined()
  })

  it('lets one that was refused before go first', async () => {
    const { gate, clock } = setUp(1)
    const first = gate.enter(undefined, false)
    const fresh = follow(gate.enter(undefined, false))
    const again = follow(gate.enter(undefined, true))
    gate.leave(first as number, ok())
    await clock.settle()
    expect(again.passedAt).toBeDefined()
    expect(fresh.passedAt).toBeUndefined()
  })

  it.each([429, 503])('F3: pauses the whole client for the time of a %i', async (status) => {
    const { gate, clock, events } = setUp()
    const passedAt = gate.enter(undefined, false) as number
    gate.leave(passedAt, new Response('', { status, headers: { 'retry-after': '7' } }))
    const other = follow(gate.enter(undefined, false))
    await clock.advance(6_999)
    expect(other.passedAt).toBeUndefined()
    await clock.advance(1)
    expect(other.passedAt).toBeDefined()
    expect(events).toContainEqual({
      type: 'throttle_paused',
      because: 'retry_after',
      durationMs: 7_000,
      askedMs: 7_000,
    })
  })

  it.each([
    ['a billion', '1000000000', 1e12],
    ['400 digits of', '9'.repeat(400), Number.MAX_SAFE_INTEGER],
  ])('F3: caps a pause of %s seconds and says what was asked for', (_name, seconds, askedMs) => {
    const { gate, events } = setUp()
    gate.leave(gate.enter(undefined, false) as number, refusal(seconds))
    expect(events).toContainEqual({
      type: 'throttle_paused',
      because: 'retry_after',
      durationMs: 60_000,
      askedMs,
    })
  })

  it('F5: paces on a RateLimit with nothing left, and Retry-After wins where both are given', async () => {
    const { gate, clock, events } = setUp()
    const limited = new Response('{}', { headers: { ratelimit: '"default";r=0;t=5' } })
    gate.leave(gate.enter(undefined, false) as number, limited)
    const next = follow(gate.enter(undefined, false))
    await clock.advance(4_999)
    expect(next.passedAt).toBeUndefined()
    await clock.advance(1)
    expect(next.passedAt).toBeDefined()

    const both = new Response('', {
      status: 429,
      headers: { ratelimit: '"default";r=0;t=50', 'retry-after': '2' },
    })
    gate.leave(next.passedAt ?? 0, both)
    expect(events.at(-1)).toMatchObject({ because: 'retry_after', durationMs: 2_000 })
  })

  it.each(['"default";r=0', 'r=0;t=5;', '"default";r=-1;t=5', ';;;', '"default";r=0;t=banana'])(
    'F5: ignores the malformed RateLimit %s',
    (ratelimit) => {
      const { gate, events } = setUp()
      gate.leave(
        gate.enter(undefined, false) as number,
        new Response('{}', { headers: { ratelimit } }),
      )
      expect(events).toEqual([])
      expect(typeof gate.enter(undefined, false)).toBe('number')
    },
  )

  it('lets a waiting request go when its signal fires, and forgets it', async () => {
    const { gate, clock } = setUp(1)
    const first = gate.enter(undefined, false) as number
    const controller = new AbortController()
    const waiting = Promise.resolve(gate.enter(controller.signal, false))
    controller.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    gate.leave(first, ok())
    await clock.settle()
    expect(typeof gate.enter(undefined, false)).toBe('number')
    expect(clock.pendingTimers()).toBe(0)
  })

  it.each([0, 4])(
    'F3: takes a refusal for no limit where %i were let through, and climbs from five a second',
    async (answered) => {
      const { gate, clock } = setUp(1_000)
      const passed = Array.from({ length: 20 }, () => gate.enter(undefined, false) as number)
      for (const passedAt of passed.slice(0, answered)) gate.leave(passedAt, ok())
      for (const passedAt of passed.slice(answered)) gate.leave(passedAt, refusal('1'))
      expect(gate.perSecond()).toBe(5)
      const waiting = Array.from({ length: 100 }, () => follow(gate.enter(undefined, true)))
      const since = (ms: number) =>
        waiting.filter(({ passedAt = Infinity }) => passedAt <= 1_000 + ms).length
      await clock.advance(10_000)
      expect(since(999)).toBe(0)
      expect(since(1_000)).toBe(1)
      // It has climbed by half in the second of the pause.
      expect(since(2_000)).toBe(10)
      expect(since(6_000)).toBe(100)
    },
  )

  it('keeps to what was let through from five on, since that is a limit that was met', () => {
    const { gate } = setUp(100)
    const passed = Array.from({ length: 20 }, () => gate.enter(undefined, false) as number)
    for (const passedAt of passed.slice(0, 5)) gate.leave(passedAt, ok())
    for (const passedAt of passed.slice(5)) gate.leave(passedAt, refusal())
    expect(gate.perSecond()).toBeCloseTo(4.75, 5)
  })

  it('slows down further where the first rate is refused too', async () => {
    const { gate, clock } = setUp(100)
    for (let refusals = 0; refusals < 6; refusals++) {
      const request = follow(gate.enter(undefined, true))
      await clock.advance(2_000)
      gate.leave(request.passedAt ?? 0, refusal())
    }
    expect(gate.perSecond()).toBe(0.5)
  })

  it('judges by the last second what the server lets through, however much it did before', async () => {
    const { gate, clock } = setUp()
    for (let answered = 0; answered < 100; answered++) {
      gate.leave(gate.enter(undefined, false) as number, ok())
      await clock.advance(100)
    }
    gate.leave(gate.enter(undefined, false) as number, refusal())
    expect(gate.perSecond()).toBeCloseTo(9.5, 5)
  })

  it('halves the rate at most for a refusal that comes while little is sent', async () => {
    const { gate, clock } = setUp()
    for (let answered = 0; answered < 10; answered++) {
      gate.leave(gate.enter(undefined, false) as number, ok())
    }
    gate.leave(gate.enter(undefined, false) as number, refusal())
    await clock.advance(30_000)
    const passedAt = gate.enter(undefined, false) as number
    const before = gate.perSecond()
    expect(before).toBeGreaterThan(9)
    gate.leave(passedAt, refusal())
    expect(gate.perSecond()).toBeCloseTo((before / 2) * 0.95, 5)
  })

  it('climbs in step with what the server lets through', async () => {
    const gainAfter = async (answers: number) => {
      const { gate, clock } = setUp()
      for (let answered = 0; answered < answers; answered++) {
        gate.leave(gate.enter(undefined, false) as number, ok())
      }
      gate.leave(gate.enter(undefined, false) as number, refusal())
      const before = gate.perSecond()
      await clock.advance(5_000)
      await gate.enter(undefined, false)
      return gate.perSecond() - before
    }
    const gain = await gainAfter(10)
    expect(gain).toBeGreaterThan(0)
    expect(await gainAfter(200)).toBeCloseTo(20 * gain, 5)
  })

  it('cuts the rate once for a burst of refusals, and lifts the limit after quiet minutes', async () => {
    const { gate, clock } = setUp(100)
    const passed = Array.from({ length: 20 }, () => gate.enter(undefined, false) as number)
    for (const passedAt of passed.slice(0, 10)) gate.leave(passedAt, ok())
    for (const passedAt of passed.slice(10)) gate.leave(passedAt, refusal())
    expect(gate.perSecond()).toBeCloseTo(9.5, 5)

    await clock.advance(300_001)
    const late = follow(gate.enter(undefined, false))
    await clock.settle()
    expect(late.passedAt).toBeDefined()
    expect(gate.perSecond()).toBe(Number.POSITIVE_INFINITY)
  })
})
