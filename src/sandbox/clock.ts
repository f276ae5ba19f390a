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

/** As far from the epoch as dates go, in milliseconds. */
const lastDate = 8.64e15

/**
 * Puts an offset on a clock, so that time can pass without anybody waiting for it. What it shows is
 * whole milliseconds, as all that the API tells of time: by a part of one, a change would be later
 * than the time that was told of it.
 *
 * Time goes back by `jump` and `reset` only: `advance` throws a `TypeError` for a negative number,
 * and both `advance` and `jump` for one that leads to no date.
 */
export function createAdvanceableClock(clock: SandboxClock): AdvanceableClock {
  let offsetMs = 0

  function move(caller: string, ms: number): void {
    if (typeof ms !== 'number' || !Number.isFinite(ms)) {
      throw new TypeError(`${caller}: ms must be a finite number`)
    }
    if (Math.abs(clock.now() + offsetMs + ms) > lastDate) {
      throw new TypeError(`${caller}: ms must lead to a date; those end with the year 275760`)
    }
    offsetMs += ms
  }

  return {
    now: () => Math.floor(clock.now() + offsetMs),
    advance(ms) {
      if (ms < 0) throw new TypeError('advanceTime: ms must not be negative')
      move('advanceTime', ms)
    },
    reset() {
      offsetMs = 0
    },
    jump: (ms) => move('jumpClock', ms),
  }
}
