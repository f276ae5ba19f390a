// Time held still: a runtime whose clocks move only when a test says so.
import type { Runtime } from '../../src/index.js'

interface Timer {
  readonly dueAt: number
  readonly callback: () => void
}

export interface FakeClock {
  readonly runtime: Pick<Runtime, 'now' | 'monotonic' | 'random' | 'after'>
  /** Moves both clocks, firing every timer that falls due on the way, in order. */
  readonly advance: (ms: number) => Promise<void>
  /** Moves the wall clock alone, as setting the clock does. */
  readonly jumpWallClock: (ms: number) => void
  /** What `random` gives from now on. */
  readonly setRandom: (value: number) => void
  /** Timers that have neither fired nor been cancelled. */
  readonly pendingTimers: () => number
  /** Lets everything that is ready run, without moving time. */
  readonly settle: () => Promise<void>
}

/** Enough turns for any chain of promises here, those of a fetch on a real socket excepted. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}

export function createFakeClock(startAt = 1_750_000_000_000): FakeClock {
  let monotonic = 1_000
  let wall = startAt
  let random = 0.5
  const timers = new Set<Timer>()

  const nextDue = (until: number) =>
    [...timers].filter(({ dueAt }) => dueAt <= until).sort((a, b) => a.dueAt - b.dueAt)[0]

  const moveTo = (at: number) => {
    wall += at - monotonic
    monotonic = at
  }

  return {
    runtime: {
      now: () => wall,
      monotonic: () => monotonic,
      random: () => random,
      after: (delayMs, callback) => {
        const timer = { dueAt: monotonic + Math.max(0, delayMs), callback }
        timers.add(timer)
        return () => timers.delete(timer)
      },
    },
    advance: async (ms) => {
      const until = monotonic + ms
      await settle()
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        timers.delete(timer)
        moveTo(Math.max(monotonic, timer.dueAt))
        timer.callback()
        await settle()
      }
      moveTo(until)
      await settle()
    },
    jumpWallClock: (ms) => {
      wall += ms
    },
    setRandom: (value) => {
      random = value
    },
    pendingTimers: () => timers.size,
    settle,
  }
}
