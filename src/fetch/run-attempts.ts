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
import { type EventListener, silent } from '../base/events.js'
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
  /** Limit for all attempts and waits together, in milliseconds; default: the client's. */
  readonly totalMs?: number | undefined
  /** It cannot be sent a second time, whatever came of the first: its body is a stream. */
  readonly once?: boolean | undefined
}

export interface AttemptContext {
  /** True after a first attempt has failed. */
  readonly again: boolean
  /**
   * To be called right before the request goes out: from here on the limit of one attempt counts.
   *
   * @throws when the attempt has been given up meanwhile; the request must then not go out.
   */
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
  /** Turns what ends the request into what its caller catches; default: nothing is turned. */
  readonly translate?: (error: unknown) => unknown
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
  const limit = (ms: number, expire: () => void): Deadline | undefined =>
    ms === Number.POSITIVE_INFINITY ? undefined : deadlines.set(ms, expire)

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

  return async <T>(run: AttemptRun<T>): Promise<T> => {
    const { nature, signal } = run
    const { timeoutMs = rules.timeoutMs, totalMs = rules.retry.totalMs } = nature
    const startedAt = runtime.monotonic()
    const endsAt = startedAt + totalMs
    const remainingMs = () => endsAt - runtime.monotonic()
    let attempt = 1
    let deadline: Deadline | undefined
    let onTheWire = false
    let interruption: Interruption | undefined

    const expire = () => interruption?.interrupt(limitEnded)
    /** The attempt that is waited for; one that was given up must not send any more. */
    let current: AttemptContext | undefined
    const contextOf = (again: boolean): AttemptContext => {
      const context: AttemptContext = {
        again,
        sent: () => {
          if (context !== current) throw limitEnded
          onTheWire = true
          const restMs = attempt === 1 && !deadline ? totalMs : coarse(remainingMs())
          deadline?.lift()
          deadline = limit(Math.min(timeoutMs, restMs), expire)
        },
      }
      return context
    }
    const finish = (failed?: { readonly code: string }) => {
      if (emit === silent) return
      const { name: operation, kind } = nature
      const durationMs = runtime.monotonic() - startedAt
      emit({ type: 'request_finished', operation, kind, durationMs, attempts: attempt, ...failed })
    }
    /** The outcome of an attempt that threw; throws what ends the whole request. */
    const readThrown = (error: unknown): FailedAttempt<never> => {
      if (error === limitEnded) {
        const cause = timedOut(nature.name, remainingMs() > 0 ? timeoutMs : totalMs)
        const failure: AttemptFailure = { type: onTheWire ? 'timeout' : 'not_connected' }
        return { failure, end: (outcomeUnknown) => run.fail(cause, outcomeUnknown) }
      }
      if (error instanceof FirstAmlError || signal?.aborted || lifetime.endedBy()) throw error
      const failure = classifyNetworkFailure(error)
      return { failure, end: (outcomeUnknown) => run.fail(error, outcomeUnknown) }
    }

    try {
      throwIfEnded(signal, lifetime)
      interruption = createInterruption(signal, lifetime)
      for (; ; attempt++) {
        let outcome: AttemptOutcome<T>
        onTheWire = false
        current = contextOf(attempt > 1)
        try {
          const work = run.attempt(current)
          // Usually it is on the wire by now, and has its own limit.
          if (!onTheWire) deadline = limit(attempt === 1 ? totalMs : coarse(remainingMs()), expire)
          outcome = await interruption.wait(work)
        } catch (error) {
          outcome = readThrown(error)
        }
        current = undefined
        deadline?.lift()
        deadline = undefined
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
          rules: nature.once ? { ...rules.retry, attempts: 1 } : rules.retry,
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
      throw run.translate ? run.translate(reason) : reason
    } finally {
      current = undefined
      deadline?.lift()
      interruption?.release()
    }
  }
}

/** In tenths of a second, rounded up: limits of one length share a queue, so there must be few. */
function coarse(ms: number): number {
  return Math.ceil(ms / 100) * 100
}

function timedOut(name: string, limitMs: number): RequestTimeoutError {
  return new RequestTimeoutError(
    `${name} got no answer within ${limitMs / 1000} s. Check the network, or raise timeoutMs or retry.totalMs.`,
    { limitMs },
  )
}
