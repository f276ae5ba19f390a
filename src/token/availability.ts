/**
 * How the token endpoint fares, and a pause when asking it is of no use.
 *
 * Refused credentials pause at once: only a change of configuration helps. A time that the endpoint
 * names is kept. Anything else may be bad luck the first time, and is a pause from the second on.
 */
import { TokenRefusedError, TokenUnavailableError } from '../base/errors.js'
import type { EventListener } from '../base/events.js'
import type { Runtime } from '../base/runtime.js'
import { type Breaker, createBreaker } from './breaker.js'

export interface Availability {
  /** Open while the token endpoint is not to be asked. */
  readonly breaker: Breaker
  /** The token endpoint issued a token. */
  readonly succeed: () => void
  /**
   * An acquisition failed.
   *
   * @param spareMs - for one that nobody waited for: milliseconds until somebody will.
   */
  readonly fail: (error: unknown, spareMs?: number) => void
}

/** Acquisitions that may fail in a row before asking is paused. */
const toleratedFailures = 2

export function createAvailability(runtime: Runtime, emit: EventListener): Availability {
  const breaker = createBreaker(runtime, emit)
  let failures = 0
  return {
    breaker,
    succeed: () => {
      failures = 0
      breaker.close()
    },
    fail: (error, spareMs) => {
      if (error instanceof TokenRefusedError) breaker.trip('token_refused', error)
      if (!(error instanceof TokenUnavailableError)) return
      failures++
      const { retryAfterMs: atLeastMs = 0, reason } = error
      if (atLeastMs > 0) breaker.trip('throttled', error, { atLeastMs })
      else if (spareMs !== undefined || breaker.isTripped() || failures >= toleratedFailures) {
        breaker.trip(
          reason === 'throttled' ? reason : 'unavailable',
          error,
          // The first operation that has to wait gets its try, whatever failed in the background.
          spareMs === undefined ? {} : { atMostMs: Math.max(0, spareMs) },
        )
      }
    },
  }
}
