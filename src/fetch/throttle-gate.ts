/**
 * The gate that every request to one origin passes: how many at once, how fast, and not before.
 *
 * Three things close it: as many requests under way as allowed; a pause that the server asked for
 * (`Retry-After`, or a `RateLimit` with nothing left), which holds for the whole client and not
 * only for the operation that was refused; and, once the server has throttled, a rate that adapts.
 * Who waits, waits in the order of arrival; who was refused goes before those who never were.
 * With nothing to wait for, passing costs a few comparisons.
 */
import type { EventListener } from '../base/events.js'
import { readRateLimit } from '../base/rate-limit-header.js'
import { readRetryAfterMs } from '../base/retry-after.js'
import type { Runtime } from '../base/runtime.js'
import { createAdaptiveRate } from './adaptive-rate.js'

/** Passed: the moment on the monotonic clock, to be told again when the answer is in. */
export type PassedAt = number

export interface ThrottleGate {
  /**
   * Passes at once where it can, and otherwise waits its turn.
   *
   * @param again - the request was refused before, and goes first.
   * @throws the signal's reason, when it fires while waiting.
   */
  readonly enter: (
    signal: AbortSignal | null | undefined,
    again: boolean,
  ) => PassedAt | Promise<PassedAt>
  /** The request is over; `response` tells what it says of limits, if there is one. */
  readonly leave: (passedAt: PassedAt, response?: Response) => void
  /** The server said inside a result that it throttles. */
  readonly throttled: (passedAt: PassedAt, retryAfterMs: number | undefined) => void
  /** Requests per second allowed at present; Infinity while there is no limit. */
  readonly perSecond: () => number
}

export interface ThrottleGateSettings {
  readonly runtime: Runtime
  readonly emit: EventListener
  /** Requests under way at once, at most. */
  readonly concurrency: number
  /** No pause is longer, in milliseconds. */
  readonly maxPauseMs: number
}

interface Waiter {
  readonly since: number
  readonly pass: (passedAt: PassedAt) => void
}

export function createThrottleGate(settings: ThrottleGateSettings): ThrottleGate {
  const { runtime, emit, concurrency, maxPauseMs } = settings
  const rate = createAdaptiveRate(runtime)
  const waiting = new Set<Waiter>()
  const waitingAgain = new Set<Waiter>()
  let active = 0
  let pausedUntil = Number.NEGATIVE_INFINITY
  let cancelWake: (() => void) | undefined

  const waitMs = () =>
    pausedUntil === Number.NEGATIVE_INFINITY
      ? rate.waitMs()
      : Math.max(pausedUntil - runtime.monotonic(), rate.waitMs())

  const isOpen = () => active < concurrency && waitMs() <= 0

  const pass = (): PassedAt => {
    active++
    return rate.sent()
  }

  const admit = () => {
    for (const queue of [waitingAgain, waiting]) {
      for (const waiter of queue) {
        if (!isOpen()) return wakeLater()
        queue.delete(waiter)
        const passedAt = pass()
        waiter.pass(passedAt)
        // Last: a listener that aborts the request now must not find it waiting, with a place.
        emit({ type: 'throttle_waited', durationMs: passedAt - waiter.since })
      }
    }
  }

  const wakeLater = () => {
    // A request that ends will admit the next; only time needs a timer.
    if (cancelWake || active >= concurrency) return
    cancelWake = runtime.after(waitMs(), () => {
      cancelWake = undefined
      admit()
    })
  }

  const pause = (ms: number, because: 'retry_after' | 'rate_limit') => {
    const pauseMs = Math.min(ms, maxPauseMs)
    const until = runtime.monotonic() + pauseMs
    if (until <= pausedUntil) return
    pausedUntil = until
    emit({ type: 'throttle_paused', because, durationMs: pauseMs, askedMs: ms })
  }

  const observe = (passedAt: PassedAt, response: Response) => {
    const { status, headers } = response
    const retryAfterMs =
      status === 429 || status === 503 ? readRetryAfterMs(headers, runtime.now()) : undefined
    if (retryAfterMs !== undefined) pause(retryAfterMs, 'retry_after')
    if (status === 429 || retryAfterMs !== undefined) return rate.refused(passedAt)
    if (status < 500) rate.answered(passedAt)
    const limit =
      headers.has('ratelimit') || headers.has('ratelimit-remaining')
        ? readRateLimit(headers)
        : undefined
    if (limit?.remaining === 0) pause(limit.resetMs, 'rate_limit')
  }

  return {
    enter: (signal, again) => {
      if (waiting.size === 0 && waitingAgain.size === 0 && isOpen()) return pass()
      return new Promise((resolve, reject) => {
        const queue = again ? waitingAgain : waiting
        const stop = () => {
          queue.delete(waiter)
          reject(signal?.reason)
          if (waiting.size === 0 && waitingAgain.size === 0) {
            cancelWake?.()
            cancelWake = undefined
          }
        }
        const waiter: Waiter = {
          since: runtime.monotonic(),
          pass: (passedAt) => {
            signal?.removeEventListener('abort', stop)
            resolve(passedAt)
          },
        }
        if (signal?.aborted) return stop()
        signal?.addEventListener('abort', stop, { once: true })
        queue.add(waiter)
        wakeLater()
      })
    },
    leave: (passedAt, response) => {
      active--
      if (response) observe(passedAt, response)
      if (waiting.size > 0 || waitingAgain.size > 0) admit()
    },
    throttled: (passedAt, retryAfterMs) => {
      if (retryAfterMs !== undefined) pause(retryAfterMs, 'retry_after')
      rate.refused(passedAt)
    },
    perSecond: rate.perSecond,
  }
}
