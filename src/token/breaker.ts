import type { FirstAmlError } from '../base/errors.js'
import type { EventListener, PauseReason } from '../base/events.js'
import type { Runtime } from '../base/runtime.js'
import { pausedError } from './paused-error.js'

/** Cool-downs in milliseconds: the first, and the longest to which repeated trips double it. */
const coolDowns: Record<PauseReason, { firstMs: number; longestMs: number }> = {
  token_refused: { firstMs: 10_000, longestMs: 300_000 },
  token_rejected: { firstMs: 10_000, longestMs: 300_000 },
  throttled: { firstMs: 1_000, longestMs: 30_000 },
  unavailable: { firstMs: 1_000, longestMs: 30_000 },
}

/** How long a pause may be, whatever the cool-down; `atLeastMs` wins. */
export interface PauseLimits {
  readonly atLeastMs?: number
  readonly atMostMs?: number
}

/**
 * Keeps the client from asking for tokens that it will not get.
 *
 * Open, it lets nothing through until a cool-down has passed; then half-open, one request decides.
 * Cool-downs double while trips for one reason follow each other, and start over after a success.
 * They end on whichever clock comes to their end first: a machine that slept knows by the wall
 * clock alone that the time is over, and a clock that was set back does not lengthen them.
 */
export interface Breaker {
  /** Milliseconds until a request may be made; 0 when one may be made now. */
  readonly remainingMs: () => number
  /** True from the first trip until {@link Breaker.close}. */
  readonly isTripped: () => boolean
  /** Opens it. `cause` is what the operations that it holds back are told. */
  readonly trip: (reason: PauseReason, cause: FirstAmlError, limits?: PauseLimits) => void
  /** A success: the next trip starts from the first cool-down again. */
  readonly close: () => void
  /** The error of an operation that is held back now; undefined where none is. */
  readonly error: () => FirstAmlError | undefined
}

export function createBreaker(runtime: Runtime, emit: EventListener): Breaker {
  const trips = new Map<PauseReason, number>()
  let last: { reason: PauseReason; cause: FirstAmlError } | undefined
  let opensAt = 0
  let opensAtMonotonic = 0
  const remainingMs = () =>
    last
      ? Math.max(0, Math.min(opensAtMonotonic - runtime.monotonic(), opensAt - runtime.now()))
      : 0
  return {
    remainingMs,
    isTripped: () => last !== undefined,
    error: () => {
      const leftMs = remainingMs()
      return last && leftMs > 0 ? pausedError(last.cause, leftMs) : undefined
    },
    trip: (reason, cause, { atLeastMs = 0, atMostMs = Infinity } = {}) => {
      const before = trips.get(reason) ?? 0
      trips.set(reason, before + 1)
      last = { reason, cause }
      const { firstMs, longestMs } = coolDowns[reason]
      const step = Math.min(longestMs, firstMs * 2 ** before)
      // Jitter only lengthens: a fleet spreads, and no ceiling on requests is broken.
      const coolDownMs = step * (1 + runtime.random() / 4)
      const pauseMs = Math.max(Math.min(coolDownMs, atMostMs), atLeastMs)
      opensAt = runtime.now() + pauseMs
      opensAtMonotonic = runtime.monotonic() + pauseMs
      emit({ type: 'breaker_opened', reason, retryAfterMs: Math.ceil(pauseMs) })
    },
    close: () => {
      if (!last) return
      const { reason } = last
      last = undefined
      trips.clear()
      emit({ type: 'breaker_closed', reason })
    },
  }
}
