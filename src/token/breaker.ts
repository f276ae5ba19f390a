import type { EventListener, PauseReason } from '../base/events.js'
import type { Runtime } from '../base/runtime.js'

/** Cool-downs in milliseconds: the first, and the longest to which repeated trips double it. */
const coolDowns: Record<PauseReason, { firstMs: number; longestMs: number }> = {
  token_refused: { firstMs: 10_000, longestMs: 300_000 },
  token_rejected: { firstMs: 10_000, longestMs: 300_000 },
  throttled: { firstMs: 1_000, longestMs: 30_000 },
  unavailable: { firstMs: 1_000, longestMs: 30_000 },
}

/** Longest pause that a server may impose, in milliseconds; a longer one is cut to this. */
export const longestImposedPauseMs = 3_600_000

/**
 * Keeps the client from asking for tokens that it will not get.
 *
 * Open, it lets nothing through until a cool-down has passed; then half-open, one request decides.
 * Cool-downs double while trips follow each other and start over after a success. They are
 * measured on the monotonic clock, so that setting the clock does not shorten them.
 */
export interface Breaker {
  /** Milliseconds until a request may be made; 0 when one may be made now. */
  readonly remainingMs: () => number
  /** True from the first trip until {@link Breaker.close}. */
  readonly isTripped: () => boolean
  /** Opens it, for at least `atLeastMs`; returns for how long. */
  readonly trip: (reason: PauseReason, atLeastMs?: number) => number
  /** A success: the next trip starts from the first cool-down again. */
  readonly close: () => void
  readonly reason: () => PauseReason | undefined
}

export function createBreaker(runtime: Runtime, emit: EventListener): Breaker {
  let reason: PauseReason | undefined
  let trips = 0
  let opensAt = 0
  return {
    remainingMs: () => (trips === 0 ? 0 : Math.max(0, opensAt - runtime.monotonic())),
    isTripped: () => trips > 0,
    reason: () => reason,
    trip: (because, atLeastMs = 0) => {
      trips = because === reason ? trips + 1 : 1
      reason = because
      const { firstMs, longestMs } = coolDowns[because]
      const step = Math.min(longestMs, firstMs * 2 ** (trips - 1))
      // Jitter only lengthens: a fleet spreads, and no ceiling on requests is broken.
      const coolDownMs = step * (1 + runtime.random() / 4)
      const pauseMs = Math.max(coolDownMs, Math.min(atLeastMs, longestImposedPauseMs))
      opensAt = runtime.monotonic() + pauseMs
      emit({ type: 'breaker_opened', reason: because, retryAfterMs: Math.ceil(pauseMs) })
      return pauseMs
    },
    close: () => {
      if (reason === undefined) return
      const was = reason
      reason = undefined
      trips = 0
      emit({ type: 'breaker_closed', reason: was })
    },
  }
}
