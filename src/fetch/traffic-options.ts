/** What an application may say of retries, throttling and time limits. Durations in milliseconds. */
import { createNumberReader } from '../base/number-options.js'
import type { RetryRules } from './retry-decision.js'

/** How requests that failed are made again. */
export interface RetryOptions {
  /** Attempts for one request in all, from 1; default 4. */
  readonly attempts?: number | undefined
  /** The back-off before the second attempt is drawn from 0 to this, and doubles; default 300. */
  readonly baseMs?: number | undefined
  /** No back-off is longer; default 20 000. */
  readonly maxMs?: number | undefined
  /** A `Retry-After` longer than this fails at once; default 60 000. */
  readonly maxRetryAfterMs?: number | undefined
  /** Retries after faults that the client may make without a success in between; default 100. */
  readonly budget?: number | undefined
  /** Limit for a request with all its attempts and waits; default 300 000. */
  readonly totalMs?: number | undefined
}

/** How a client holds itself back when the API throttles. */
export interface ThrottleOptions {
  /** Requests under way at once to one origin; default 1 000. For bulk work 10 is a good start. */
  readonly concurrency?: number | undefined
  /** No pause that the API asks for is kept for longer; default 60 000. */
  readonly maxPauseMs?: number | undefined
}

/** Retries, throttling and time limits; each has a default. */
export interface TrafficOptions {
  /** Limit for one attempt: its request and its answer's body; default 30 000, `Infinity` for none. */
  readonly timeoutMs?: number | undefined
  /** How requests that failed are made again; `false`: never. */
  readonly retry?: RetryOptions | false | undefined
  /** How the client holds itself back; `false`: not at all. */
  readonly throttle?: ThrottleOptions | false | undefined
}

export interface TrafficRules {
  readonly timeoutMs: number
  readonly retry: RetryRules & { readonly budget: number; readonly totalMs: number }
  readonly throttle: { readonly concurrency: number; readonly maxPauseMs: number } | undefined
}

/** Fills in defaults and refuses what cannot work. @throws TypeError naming the option. */
export function normalizeTrafficOptions(options: TrafficOptions): TrafficRules {
  const { retry, throttle } = options
  const retries = createNumberReader<RetryOptions>(
    retry === false ? { attempts: 1 } : (retry ?? {}),
    true,
    'retry.',
  )
  const gate = createNumberReader<ThrottleOptions>(throttle || {}, true, 'throttle.')
  return {
    timeoutMs: createNumberReader(options, true)('timeoutMs', 'limit', 30_000),
    retry: {
      attempts: retries('attempts', 'count', 4),
      baseMs: retries('baseMs', 'duration', 300),
      maxMs: retries('maxMs', 'duration', 20_000),
      maxRetryAfterMs: retries('maxRetryAfterMs', 'duration', 60_000),
      budget: retries('budget', 'amount', 100),
      totalMs: retries('totalMs', 'limit', 300_000),
    },
    throttle:
      throttle === false
        ? undefined
        : {
            concurrency: gate('concurrency', 'count', 1_000),
            maxPauseMs: gate('maxPauseMs', 'duration', 60_000),
          },
  }
}
