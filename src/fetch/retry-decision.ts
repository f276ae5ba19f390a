/**
 * Whether a failed attempt is made again, and when: one pure function, so that the whole table can
 * be tested, and printed in the documentation.
 *
 * The rule above all others: the API has no idempotency key, so a mutation sent twice is two AML
 * cases. It is sent again only where the server certainly did not execute it.
 */

/** What is being sent; only a mutation must not be executed twice. */
export type RequestKind = 'query' | 'mutation' | 'download' | 'other'

/** How an attempt failed. */
export type AttemptFailure =
  /** No connection came about: the request was never sent. */
  | { readonly type: 'not_connected' }
  /** The connection broke, or the answer was cut, after the request may have been sent. */
  | { readonly type: 'interrupted' }
  /** The time limit of one attempt ended. */
  | { readonly type: 'timeout' }
  /** The server answered with this status and no GraphQL result. */
  | { readonly type: 'status'; readonly status: number; readonly retryAfterMs?: number | undefined }
  /** A GraphQL result whose errors say that the client is throttled, and which holds no data. */
  | { readonly type: 'throttled_result'; readonly retryAfterMs?: number | undefined }

export interface RetryRules {
  /** Attempts in all, from 1; default 4. */
  readonly attempts: number
  /** Back-off before the second attempt is drawn from 0 to this; it doubles. Default 300 ms. */
  readonly baseMs: number
  /** No back-off is longer; default 20 000 ms. */
  readonly maxMs: number
  /** A `Retry-After` longer than this is not waited for; default 60 000 ms. */
  readonly maxRetryAfterMs: number
}

export interface RetryQuestion {
  readonly kind: RequestKind
  /** The caller says that sending twice does no harm. */
  readonly repeatable: boolean
  readonly failure: AttemptFailure
  /** Attempts made so far, from 1. */
  readonly attempt: number
  /** Milliseconds until the operation's time limit ends. */
  readonly remainingMs: number
  /** A number from 0 to 1. */
  readonly random: number
  readonly rules: RetryRules
}

export type RetryDecision =
  | { readonly retry: true; readonly delayMs: number; readonly throttled: boolean }
  | {
      readonly retry: false
      readonly because: 'not_retryable' | 'outcome_unknown' | 'attempts' | 'wait_too_long'
    }

/** Statuses that say "later", in general. */
const passing = new Set([408, 429, 500, 502, 503, 504])

export function decideRetry(question: RetryQuestion): RetryDecision {
  const { failure, attempt, remainingMs, random, rules } = question
  if (failure.type === 'status' && !passing.has(failure.status)) {
    return { retry: false, because: 'not_retryable' }
  }
  if (mayHaveExecuted(failure) && mustNotRepeat(question)) {
    return { retry: false, because: 'outcome_unknown' }
  }
  if (attempt >= rules.attempts) return { retry: false, because: 'attempts' }
  const delayMs = retryDelayMs(failure, attempt, random, rules)
  if (delayMs === undefined || delayMs >= remainingMs) {
    return { retry: false, because: 'wait_too_long' }
  }
  return { retry: true, delayMs, throttled: isThrottling(failure) }
}

/** True when the server may have carried the request out although the client has no result. */
export function mayHaveExecuted(failure: AttemptFailure): boolean {
  switch (failure.type) {
    case 'not_connected':
    case 'throttled_result':
      return false
    case 'status':
      return failure.status !== 429
    default:
      return true
  }
}

/** True for a status that says that the request failed, and not what became of it. */
export function isFailingStatus(status: number): boolean {
  return status >= 500 || status === 429 || status === 408
}

/** True when the server asks for less, rather than being ill. */
export function isThrottling(failure: AttemptFailure): boolean {
  return (
    failure.type === 'throttled_result' ||
    (failure.type === 'status' &&
      (failure.status === 429 || (failure.status === 503 && failure.retryAfterMs !== undefined)))
  )
}

function mustNotRepeat({ kind, repeatable }: RetryQuestion): boolean {
  return !repeatable && (kind === 'mutation' || kind === 'other')
}

/** Full jitter, with a floor where the server throttles, and never before the server's own time. */
function retryDelayMs(
  failure: AttemptFailure,
  attempt: number,
  random: number,
  rules: RetryRules,
): number | undefined {
  const step = Math.min(rules.maxMs, rules.baseMs * 2 ** (attempt - 1))
  const imposedMs = 'retryAfterMs' in failure ? failure.retryAfterMs : undefined
  if (imposedMs !== undefined) {
    // Spread behind the server's time, so that those who were refused together do not return so.
    return imposedMs > rules.maxRetryAfterMs ? undefined : imposedMs + random * rules.baseMs
  }
  return isThrottling(failure) ? step / 2 + random * (step / 2) : random * step
}
