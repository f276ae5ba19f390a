/** Tells the time, in milliseconds since the epoch. */
export interface SandboxClock {
  readonly now: () => number
}

/** A clock that can be moved ahead of the one it reads. */
export interface AdvanceableClock extends SandboxClock {
  readonly advance: (ms: number) => void
  /** Takes every advance back. */
  readonly reset: () => void
}

/**
 * Puts an offset on a clock, so that time can pass without anybody waiting for it.
 *
 * Time goes back with `reset` only: `advance` throws a `TypeError` for a negative or non-finite number.
 */
export function createAdvanceableClock(clock: SandboxClock): AdvanceableClock {
  let offsetMs = 0
  return {
    now: () => clock.now() + offsetMs,
    advance(ms) {
      if (typeof ms !== 'number' || !Number.isFinite(ms) || ms < 0) {
        throw new TypeError('advanceTime: ms must be a finite number that is not negative')
      }
      offsetMs += ms
    },
    reset() {
      offsetMs = 0
    },
  }
}
