import type { ApiClient } from '../world/api-clients.js'
import type { AnalysedOperation } from './analysed-operation.js'
import type { Arrival } from './arrival.js'
import type { Moment } from './moment.js'
import type { ReviewItem } from './report.js'

/** How a request was answered. */
export interface Answer {
  readonly at: Moment
  readonly status: number
  /** How long the caller was told to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined
  /** The operation, if one was carried out. */
  readonly operation: AnalysedOperation | undefined
  /** The client whose token came along, if the review saw it being issued. */
  readonly client: ApiClient | undefined
}

/** Watches the traffic for one item of the review. */
export interface Watcher {
  readonly arrived?: (arrival: Arrival, clientId: string | undefined) => void
  readonly answered: (arrival: Arrival, answer: Answer) => void
}

/** A watcher whose item needs nothing but what it watched. */
export interface ItemWatcher extends Watcher {
  readonly item: () => ReviewItem
}

/** Reads `Retry-After`, which holds seconds or a date (RFC 9110, section 10.2.3). */
export function readRetryAfterMs(
  headers: ReadonlyMap<string, string>,
  now: number,
): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? ''
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, Number.MAX_SAFE_INTEGER)
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
