/** What an application may say of retries, throttling and time limits. Durations in milliseconds. */
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
  const given: RetryOptions = retry === false ? { attempts: 1 } : (retry ?? {})
  return {
    timeoutMs: readLimitMs(options.timeoutMs ?? 30_000, 'timeoutMs'),
    retry: {
      attempts: readCount(given.attempts ?? 4, 'retry.attempts'),
      baseMs: readDurationMs(given.baseMs ?? 300, 'retry.baseMs'),
      maxMs: readDurationMs(given.maxMs ?? 20_000, 'retry.maxMs'),
      maxRetryAfterMs: readDurationMs(given.maxRetryAfterMs ?? 60_000, 'retry.maxRetryAfterMs'),
      budget: readDurationMs(given.budget ?? 100, 'retry.budget'),
      totalMs: readLimitMs(given.totalMs ?? 300_000, 'retry.totalMs'),
    },
    throttle:
      throttle === false
        ? undefined
        : {
            concurrency: readCount(throttle?.concurrency ?? 1_000, 'throttle.concurrency'),
            maxPauseMs: readDurationMs(throttle?.maxPauseMs ?? 60_000, 'throttle.maxPauseMs'),
          },
  }
}

function readCount(value: number, option: string): number {
  if (value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && value >= 1)) return value
  throw new TypeError(`${option} must be a whole number from 1.`)
}

function readDurationMs(value: number, option: string): number {
  if (value >= 0) return value
  throw new TypeError(`${option} must be a number, 0 or more.`)
}

function readLimitMs(value: number, option: string): number {
  if (value > 0) return value
  throw new TypeError(`${option} must be a number of milliseconds above 0, or Infinity.`)
}
