/**
 * A request with all its attempts: made again where that helps and does no harm, ended by whatever
 * comes first of its answer, its limits, its caller's signal and the end of the client.
 *
 * Whoever ends it, it settles at once: what a `fetch` or a body is waiting for then is waited for
 * by nobody. The limits of all requests share one timer, and a signal is listened to only where
 * the caller gave one, since both cost more than the rest of an operation.
 */
import type { Deadline } from '../base/deadlines.js'
import { FirstAmlError, isOwnError, RequestTimeoutError } from '../base/errors.js'
import type { EventListener } from '../base/events.js'
import type { Runtime } from '../base/runtime.js'
import { createInterruption, type Interruption } from './interruption.js'
import { throwIfEnded } from './lifetime.js'
import { classifyNetworkFailure } from './network-failure.js'
import { type AttemptFailure, decideRetry, type RequestKind } from './retry-decision.js'
import type { Traffic } from './traffic.js'

/** What is being sent, as far as it decides anything. */
export interface RequestNature {
  /** For messages and events. */
  readonly name: string
  readonly kind: RequestKind
  /** The caller says that sending twice does no harm. */
  readonly repeatable: boolean
  /** Limit for one attempt, in milliseconds; default: the client's. */
  readonly timeoutMs?: number | undefined
}

export interface AttemptContext {
  /** True after a first attempt has failed. */
  readonly again: boolean
  /** To be called when the request goes out: from here on the limit of one attempt counts. */
  readonly sent: () => void
}

/** How an attempt ended. One that throws has failed on the network, unless it throws our error. */
export type AttemptOutcome<T> = { readonly value: T } | FailedAttempt<T>

/** A failed attempt: how, and what to end with if it stays the last. */
export interface FailedAttempt<T> {
  readonly failure: AttemptFailure
  /**
   * @param outcomeUnknown - the server may have carried out what must not be sent twice.
   * @throws the error for the caller, where there is no answer to give.
   */
  readonly end: (outcomeUnknown: boolean) => T
  /** Lets go of what the attempt still holds, when another one is made. */
  readonly abandon?: () => void
}

export interface AttemptRun<T> {
  readonly nature: RequestNature
  /** The caller's own signal. */
  readonly signal: AbortSignal | null | undefined
  readonly attempt: (context: AttemptContext) => Promise<AttemptOutcome<T>>
  /** Throws what a failure without an answer means for the caller. */
  readonly fail: (cause: unknown, outcomeUnknown: boolean) => never
}

export type RunAttempts = <T>(run: AttemptRun<T>) => Promise<T>

/** Ends a wait because a limit has ended. */
const limitEnded = Symbol('a time limit has ended')

export function createRunAttempts(
  traffic: Traffic,
  runtime: Runtime,
  emit: EventListener,
): RunAttempts {
  const { rules, lifetime, deadlines, budget } = traffic
  const { totalMs } = rules.retry

  const limit = (ms: number, expire: () => void): Deadline | undefined =>
    ms === Number.POSITIVE_INFINITY ? undefined : deadlines.set(ms, expire)

  /** One attempt, as an outcome; throws only what ends the whole request. */
  const attemptOnce = async <T>(
    { nature, signal, attempt, fail }: AttemptRun<T>,
    interruption: Interruption,
    again: boolean,
    totalExpired: () => boolean,
  ): Promise<AttemptOutcome<T>> => {
    const { name, timeoutMs = rules.timeoutMs } = nature
    let deadline: Deadline | undefined
    let onTheWire = false
    const sent = () => {
      onTheWire = true
      deadline?.lift()
      deadline = limit(timeoutMs, () => interruption.interrupt(limitEnded))
    }
    try {
      return await interruption.wait(attempt({ again, sent }))
    } catch (error) {
      if (error === limitEnded) {
        const cause = timedOut(name, totalExpired() ? totalMs : timeoutMs)
        const failure: AttemptFailure = onTheWire ? { type: 'timeout' } : { type: 'not_connected' }
        return { failure, end: (outcomeUnknown) => fail(cause, outcomeUnknown) }
      }
      const final = error instanceof FirstAmlError || signal?.aborted || lifetime.endedBy()
      if (final) throw error
      const failure = classifyNetworkFailure(error)
      return { failure, end: (outcomeUnknown) => fail(error, outcomeUnknown) }
    } finally {
      deadline?.lift()
    }
  }

  const pause = async (delayMs: number, interruption: Interruption) => {
    let cancel = () => {}
    try {
      await interruption.wait(
        new Promise<void>((go) => {
          cancel = runtime.after(delayMs, go)
        }),
      )
    } finally {
      cancel()
    }
  }

  return async (run) => {
    const { nature, signal } = run
    throwIfEnded(signal, lifetime)
    const startedAt = runtime.monotonic()
    const endsAt = startedAt + totalMs
    const remainingMs = () => endsAt - runtime.monotonic()
    const totalExpired = () => remainingMs() <= 0
    const interruption = createInterruption(signal, lifetime)
    const total = limit(totalMs, () => interruption.interrupt(limitEnded))
    let attempt = 1
    const finish = (failed?: { readonly code: string }) => {
      const { name: operation, kind } = nature
      const durationMs = runtime.monotonic() - startedAt
      emit({ type: 'request_finished', operation, kind, durationMs, attempts: attempt, ...failed })
    }
    try {
      for (; ; attempt++) {
        const outcome = await attemptOnce(run, interruption, attempt > 1, totalExpired)
        if ('value' in outcome) {
          budget.refill()
          finish()
          return outcome.value
        }
        const { failure, end } = outcome
        const decision = decideRetry({
          ...nature,
          failure,
          attempt,
          remainingMs: remainingMs(),
          random: runtime.random(),
          rules: rules.retry,
        })
        // What the server throttles is paced by the gate; the budget is for what is broken.
        if (!decision.retry || !(decision.throttled || budget.take())) {
          const answer = end(!decision.retry && decision.because === 'outcome_unknown')
          finish()
          return answer
        }
        emit({
          type: 'retried',
          operation: nature.name,
          attempt,
          delayMs: decision.delayMs,
          failure: failure.type,
          ...('status' in failure && { status: failure.status }),
        })
        outcome.abandon?.()
        await pause(decision.delayMs, interruption)
      }
    } catch (error) {
      // A process that stood still may find that the total ended during a pause.
      const reason = error === limitEnded ? timedOut(nature.name, totalMs) : error
      finish({ code: isOwnError(reason) ? reason.code : signal?.aborted ? 'aborted' : 'network' })
      throw reason
    } finally {
      total?.lift()
      interruption.release()
    }
  }
}

function timedOut(name: string, limitMs: number): RequestTimeoutError {
  return new RequestTimeoutError(
    `${name} got no answer within ${limitMs / 1000} s. Check the network, or raise timeoutMs or retry.totalMs.`,
    { limitMs },
  )
}
