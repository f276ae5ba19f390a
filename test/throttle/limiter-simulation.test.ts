// A simulated vendor that allows ten requests a second, in virtual time: how much of that does a
// queue of a thousand use, and how many of its sends are refused?
import { expect, it } from 'vitest'
import { createThrottleGate } from '../../src/fetch/throttle-gate.js'
import { createVirtualTime, type VirtualTime } from '../support/virtual-time.js'

/** A token bucket: `perSecond` tokens a second, room for `burst`. */
const createLimiter = ({ runtime }: VirtualTime, perSecond: number, burst: number) => {
  let tokens = burst
  let at = runtime.monotonic()
  return () => {
    const now = runtime.monotonic()
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
    const time = createVirtualTime()
    const { runtime } = time
    const gate = createThrottleGate({
      runtime: { ...runtime, random: () => 0.5, fetch },
      emit: () => {},
      concurrency,
      maxPauseMs: 60_000,
    })
    const admits = createLimiter(time, 10, 10)
    let sends = 0
    let refused = 0
    let done = 0

    const query = async () => {
      for (let again = false; ; again = true) {
        const passedAt = await gate.enter(undefined, again)
        sends++
        const admitted = admits()
        await time.sleep(latencyMs)
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
    for (let n = 0; n < 1_000; n++) void query()
    await time.run(() => done === 1_000)

    const seconds = runtime.monotonic() / 1_000
    expect(done).toBe(1_000)
    expect(1_000 / (10 * seconds)).toBeGreaterThanOrEqual(0.9)
    expect(refused / sends).toBeLessThan(0.05)
  },
  60_000,
)
