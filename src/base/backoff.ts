/** How long to wait between attempts, in milliseconds. */
export interface BackoffOptions {
  /** Delay before the second attempt. */
  readonly baseMs: number
  /** No delay is longer than this. */
  readonly maxMs: number
}

/**
 * Delay before attempt `attempt + 1`, with equal jitter: half of the exponential step is certain,
 * the other half drawn, so that a fleet spreads and nobody comes back at once.
 *
 * @param attempt - attempts made so far, from 1.
 * @param random - a number from 0 to 1.
 */
export function backoffMs(attempt: number, options: BackoffOptions, random: number): number {
  const step = Math.min(options.maxMs, options.baseMs * 2 ** (attempt - 1))
  return step / 2 + (step / 2) * random
}
