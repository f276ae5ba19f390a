/**
 * How many retries a client may make while nothing succeeds.
 *
 * Attempts alone do not bound the load on a server that is down: a thousand operations with three
 * retries each are four thousand requests. The budget is shared by the whole client; every retry
 * takes one from it, every success gives a tenth back.
 */
export interface RetryBudget {
  /** Takes a retry from the budget; false when there is none left. */
  readonly take: () => boolean
  readonly refill: () => void
}

/** Counted in tenths of a retry, which whole numbers hold exactly. */
const retry = 10

/** @param size - retries that are there at the start, and at most. */
export function createRetryBudget(size: number): RetryBudget {
  const full = size * retry
  let left = full
  return {
    take: () => {
      if (left < retry) return false
      left -= retry
      return true
    },
    refill: () => {
      if (left < full) left++
    },
  }
}
