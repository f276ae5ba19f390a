import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDeadlines } from '../../src/base/deadlines.js'
import { createFakeClock } from '../support/fake-clock.js'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

const setUp = () => {
  const clock = createFakeClock()
  let timers = 0
  const runtime = {
    ...clock.runtime,
    fetch,
    after: (...args: Parameters<typeof clock.runtime.after>) => {
      timers++
      return clock.runtime.after(...args)
    },
  }
  return { clock, deadlines: createDeadlines(runtime), timers: () => timers }
}

describe('shared deadlines', () => {
  it('expire at their end, not before', async () => {
    const { clock, deadlines } = setUp()
    const expired: string[] = []
    deadlines.set(1_000, () => expired.push('second'))
    deadlines.set(400, () => expired.push('first'))
    await clock.advance(399)
    expect(expired).toEqual([])
    await clock.advance(1)
    expect(expired).toEqual(['first'])
    await clock.advance(600)
    expect(expired).toEqual(['first', 'second'])
  })

  it('start one timer for a thousand operations of one limit, and miss none after them', async () => {
    const { clock, deadlines, timers } = setUp()
    for (let operation = 0; operation < 1_000; operation++) {
      deadlines.set(30_000, () => expect.unreachable()).lift()
    }
    expect(timers()).toBe(1)
    let isOver = false
    deadlines.set(30_000, () => {
      isOver = true
    })
    await clock.advance(29_999)
    expect(isOver).toBe(false)
    await clock.advance(1)
    expect(isOver).toBe(true)
    expect(clock.pendingTimers()).toBe(0)
  })

  it('keep nothing of a million limits that were lifted', () => {
    const { deadlines } = setUp()
    const heapMb = () => {
      collectGarbage()
      return process.memoryUsage().heapUsed / 2 ** 20
    }
    const before = heapMb()
    for (let operation = 0; operation < 1_000_000; operation++) {
      deadlines.set(30_000, () => expect.unreachable()).lift()
    }
    expect(heapMb() - before).toBeLessThan(8)
    // Until here they have to be reachable, or anything would pass.
    deadlines.clear()
  })

  it('leave no timer and call nobody after they are cleared', async () => {
    const { clock, deadlines } = setUp()
    deadlines.set(10, () => expect.unreachable())
    deadlines.clear()
    expect(clock.pendingTimers()).toBe(0)
    await clock.advance(100)
  })

  it('expire exactly those that were not lifted, each once, in order of their ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            limitMs: fc.constantFrom(10, 50, 200),
            lift: fc.boolean(),
            gapMs: fc.integer({ min: 0, max: 30 }),
          }),
          { maxLength: 40 },
        ),
        async (steps) => {
          const { clock, deadlines } = setUp()
          const expected: number[] = []
          const expired: number[] = []
          for (const { limitMs, lift, gapMs } of steps) {
            const endsAt = clock.runtime.monotonic() + limitMs
            const deadline = deadlines.set(limitMs, () => expired.push(endsAt))
            if (lift) deadline.lift()
            else expected.push(endsAt)
            await clock.advance(gapMs)
          }
          await clock.advance(1_000)
          expect(expired).toEqual(expected.sort((a, b) => a - b))
          expect(clock.pendingTimers()).toBe(0)
        },
      ),
      { numRuns: 30 },
    )
  })
})
