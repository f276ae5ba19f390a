// A simulated vendor that allows ten requests a second, on the fake clock: how much of that does a
// queue of a thousand use, and how many of its sends are refused?
import { expect, it } from 'vitest'
import { createThrottleGate } from '../../src/fetch/throttle-gate.js'
import { createFakeClock, type FakeClock } from '../support/fake-clock.js'

/** A token bucket: `perSecond` tokens a second, room for `burst`. */
const createLimiter = (clock: FakeClock, perSecond: number, burst: number) => {
  let tokens = burst
  let at = clock.runtime.monotonic()
  return () => {
    const now = clock.runtime.monotonic()
    tokens = Math.min(burst, tokens + ((now - at) / 1_000) * perSecond)
    at = now
    if (tokens < 1) return false
    tokens--
    return true
  }
}

it.each([
  { concurrency: 4, latencyMs: 100, retryAfter: '1' },
  { concurrency: 10, latencyMs: 40, retryAfter: '1' },
  { concurrency: 10, latencyMs: 40, retryAfter: undefined },
  { concurrency: 20, latencyMs: 250, retryAfter: '2' },
])(
  'uses 90 % of the vendor’s rate with under 5 % refused: $concurrency at once, $latencyMs ms, Retry-After $retryAfter',
  async ({ concurrency, latencyMs, retryAfter }) => {
    const clock = createFakeClock()
    const { runtime } = clock
    const gate = createThrottleGate({
      runtime: { ...runtime, fetch },
      emit: () => {},
      concurrency,
      maxPauseMs: 60_000,
    })
    const admits = createLimiter(clock, 10, 10)
    let sends = 0
    let refused = 0
    let done = 0

    const query = async () => {
      for (let again = false; ; again = true) {
        const passedAt = await gate.enter(undefined, again)
        sends++
        const admitted = admits()
        await new Promise<void>((go) => void runtime.after(latencyMs, go))
        if (admitted) {
          gate.leave(passedAt, new Response('{}'))
          done++
          return
        }
        refused++
        gate.leave(
          passedAt,
          new Response('', {
            status: 429,
            headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
          }),
        )
      }
    }
    const startedAt = runtime.monotonic()
    const all = Promise.all(Array.from({ length: 1_000 }, query))
    let finishedAt = 0
    void all.then(() => {
      finishedAt = runtime.monotonic()
    })
    for (let second = 0; second < 300 && finishedAt === 0; second++) await clock.advance(1_000)

    const seconds = (finishedAt - startedAt) / 1_000
    expect(done).toBe(1_000)
    expect(1_000 / (10 * seconds)).toBeGreaterThanOrEqual(0.9)
    expect(refused / sends).toBeLessThan(0.05)
  },
  60_000,
)
