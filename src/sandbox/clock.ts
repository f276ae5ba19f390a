/** Tells the time, in milliseconds since the epoch. */
export interface SandboxClock {
  readonly now: () => number
}

/** A clock that can be moved ahead of the one it reads. */
export interface AdvanceableClock extends SandboxClock {
  readonly advance: (ms: number) => void
  /** Takes every advance back. */
  readonly reset: () => void
  /** Sets it ahead, or with a negative number back. */
  readonly jump: (ms: number) => void
}

/**
 * Puts an offset on a clock, so that time can pass without anybody waiting for it.
 *
 * Time goes back by `jump` and `reset` only: `advance` throws a `TypeError` for a negative number,
 * and both `advance` and `jump` for one that is not finite.
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
    jump(ms) {
      if (typeof ms !== 'number' || !Number.isFinite(ms)) {
        throw new TypeError('jumpClock: ms must be a finite number')
      }
      offsetMs += ms
    },
  }
}
