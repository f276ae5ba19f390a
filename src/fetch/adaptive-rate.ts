import type { Runtime } from '../base/runtime.js'

/**
 * The rate at which a throttled client sends: additive increase, multiplicative decrease.
 *
 * Until the server throttles there is no limit and no cost. The first refusal sets the rate a
 * little below what the server was seen to let through, if that was anything; from there it climbs,
 * fast while it is well below the rate of the last refusal and slowly around it, so that most of
 * what is allowed is used and few requests are refused. Refusals of requests sent before the last
 * cut do not cut again: they tell nothing new. After some quiet minutes the limit is lifted.
 */
export interface AdaptiveRate {
  /** Milliseconds until the next request may be sent; 0 when it may go now. */
  readonly waitMs: () => number
  /** A request is being sent. @returns the moment, to be told again to `refused`. */
  readonly sent: () => number
  /** A request that was sent at this moment was let through. */
  readonly answered: (sentAt: number) => void
  /** The server refused a request that was sent at this moment. */
  readonly refused: (sentAt: number) => void
  /** Requests per second allowed at present; Infinity while there is no limit. */
  readonly perSecond: () => number
}

const windowMs = 1_000
const cut = 0.95
/** A refusal soon after the last one says that the last cut was too small. */
const hardCut = 0.85
const soonMs = 20_000
const slowestPerSecond = 0.5
/**
 * The first rate where fewer were let through in the last second: a client that had hardly begun,
 * or a server that was closed for a while, tells nothing of a limit. It climbs until one is met.
 */
const firstPerSecond = 5
/** Below this part of the last ceiling the rate climbs by half of itself a second. */
const nearCeiling = 0.8
/** Around the ceiling it climbs by this part of the ceiling a second at first … */
const slowClimb = 0.01
/** … and ever faster while nothing is refused: twice as fast after this many, five times after double. */
const quickeningMs = 10_000
const liftedAfterMs = 300_000

export function createAdaptiveRate(runtime: Runtime): AdaptiveRate {
  let rate = Number.POSITIVE_INFINITY
  let ceiling = Number.POSITIVE_INFINITY
  let updatedAt = 0
  let cutAt = Number.NEGATIVE_INFINITY
  let nextAt = 0
  /** Answers in the present window and in the one before. */
  let windowStart = Number.NEGATIVE_INFINITY
  let answers = 0
  let answersBefore = 0

  const roll = (at: number) => {
    const elapsed = at - windowStart
    if (elapsed < windowMs) return
    answersBefore = elapsed < 2 * windowMs ? answers : 0
    answers = 0
    windowStart = elapsed < 2 * windowMs ? windowStart + windowMs : at
  }

  /** Answers a second, over the present window and as much of the last as makes a full one. */
  const answeredPerSecond = (at: number) => {
    roll(at)
    const part = Math.min(1, (at - windowStart) / windowMs)
    return ((answers + answersBefore * (1 - part)) * 1_000) / windowMs
  }

  const climb = (at: number) => {
    const seconds = (at - updatedAt) / 1_000
    updatedAt = at
    if (rate === Number.POSITIVE_INFINITY) return
    if (at - cutAt > liftedAfterMs) {
      rate = Number.POSITIVE_INFINITY
      return
    }
    rate +=
      rate < ceiling * nearCeiling
        ? Math.min(rate * 0.5 * seconds, ceiling * nearCeiling - rate)
        : Math.max(0.1, ceiling * slowClimb) * seconds * (1 + ((at - cutAt) / quickeningMs) ** 2)
  }

  return {
    waitMs: () => {
      if (rate === Number.POSITIVE_INFINITY) return 0
      return Math.max(0, nextAt - runtime.monotonic())
    },
    sent: () => {
      const at = runtime.monotonic()
      climb(at)
      if (rate !== Number.POSITIVE_INFINITY) nextAt = Math.max(nextAt, at) + 1_000 / rate
      return at
    },
    answered: (sentAt) => {
      roll(sentAt)
      answers++
    },
    refused: (sentAt) => {
      if (sentAt <= cutAt) return
      const at = runtime.monotonic()
      climb(at)
      const seen = answeredPerSecond(at)
      const isFirst = rate === Number.POSITIVE_INFINITY
      if (isFirst && seen < firstPerSecond) {
        // None has been met.
        ceiling = Number.POSITIVE_INFINITY
        rate = firstPerSecond
      } else {
        const base = isFirst ? seen : plausibleRate(rate, seen)
        ceiling = Math.max(slowestPerSecond, base)
        rate = Math.max(slowestPerSecond, base * (at - cutAt < soonMs ? hardCut : cut))
      }
      cutAt = at
      nextAt = Math.max(nextAt, at + 1_000 / rate)
    },
    perSecond: () => rate,
  }
}

/**
 * The rate that a refusal speaks of: the one in force, unless the server lets far less through.
 * Answers lag behind sends, so what was seen of a steady rate is always somewhat less than it.
 */
function plausibleRate(rate: number, seen: number): number {
  return seen >= rate * 0.6 ? rate : Math.max(seen, rate / 2)
}
