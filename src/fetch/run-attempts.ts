/**
 * A request with all its attempts: made again where that helps and does no harm, ended by whatever
 * comes first of its answer, its limits, its caller's signal and the end of the client.
 *
 * Whoever ends it, it settles at once: what a `fetch` or a body is waiting for then is waited for
 * by nobody. The limits of all requests share one timer, and a signal is listened to only where
 * the caller gave one, since both cost more than the rest of an operation. For the same reason this
 * is one promise with callbacks and no async function: nearly every request needs one attempt only.
 */
import { onAbort } from '../base/abort.js'
import type { Deadline } from '../base/deadlines.js'
import { FirstAmlError, isOwnError, RequestTimeoutError } from '../base/errors.js'
import { type EventListener, silent } from '../base/events.js'
import type { Runtime } from '../base/runtime.js'
import { type AttemptContext, type AttemptRun, type FailedAttempt, givenUp } from './attempt.js'
import { classifyNetworkFailure } from './network-failure.js'
import { type AttemptFailure, decideRetry } from './retry-decision.js'
import type { Traffic } from './traffic.js'

export type RunAttempts = <T>(run: AttemptRun<T>) => Promise<T>

export function createRunAttempts(
  traffic: Traffic,
  runtime: Runtime,
  emit: EventListener,
): RunAttempts {
  const { rules, lifetime, deadlines, budget } = traffic
  const limit = (ms: number, expire: () => void): Deadline | undefined =>
    ms === Number.POSITIVE_INFINITY ? undefined : deadlines.set(ms, expire)

  const begin = <T>(
    run: AttemptRun<T>,
    resolve: (value: T) => void,
    reject: (error: unknown) => void,
  ) => {
    const { nature, signal, leftBy } = run
    const { name, timeoutMs = rules.timeoutMs, totalMs = rules.retry.totalMs } = nature
    const startedAt = runtime.monotonic()
    const remainingMs = () => startedAt + totalMs - runtime.monotonic()
    let attempts = 0
    /** The attempt that is waited for; one that was given up must not send any more. */
    let current: AttemptContext | undefined
    let giveBack: (() => void) | undefined
    let isOver = false
    let isOnTheWire = false
    let deadline: Deadline | undefined
    let cancelPause: (() => void) | undefined
    let forgetEnd: (() => void) | undefined
    let forgetSignal: (() => void) | null | undefined
    let forgetLeft: (() => void) | undefined

    const leaveAttempt = () => {
      current = undefined
      deadline?.lift()
      deadline = undefined
      // Last, and once: it admits others, of which a listener is told, who may end this request.
      const give = giveBack
      giveBack = undefined
      give?.()
    }
    const leaveRequest = (failed?: { readonly code: string }) => {
      isOver = true
      leaveAttempt()
      cancelPause?.()
      forgetEnd?.()
      forgetSignal?.()
      forgetLeft?.()
      if (emit === silent) return
      const durationMs = runtime.monotonic() - startedAt
      const { kind } = nature
      emit({ type: 'request_finished', operation: name, kind, durationMs, attempts, ...failed })
    }
    const fail = (error: unknown, why = signal?.aborted ? 'aborted' : 'network') => {
      leaveRequest({ code: isOwnError(error) ? error.code : why })
      reject(run.translate ? run.translate(error) : error)
    }
    const send = () => {
      attempts++
      isOnTheWire = false
      const context: AttemptContext = {
        again: attempts > 1,
        sent: () => {
          if (context !== current) throw givenUp
          isOnTheWire = true
          const restMs = attempts === 1 && !deadline ? totalMs : coarse(remainingMs())
          deadline?.lift()
          deadline = limit(Math.min(timeoutMs, restMs), expire)
        },
        refused: () => {
          if (context !== current) return
          isOnTheWire = false
          deadline?.lift()
          deadline = limit(coarse(remainingMs()), expire)
        },
        holds: (how) => {
          giveBack = how
        },
        isGivenUp: () => context !== current,
      }
      current = context
      run.attempt(context).then(
        (outcome) => {
          if (context !== current) return
          if ('failure' in outcome) return judge(outcome)
          budget.refill()
          leaveRequest()
          resolve(outcome.value)
        },
        (error) => {
          if (context !== current) return
          // In a browser a fetch may hear of the signal before we do.
          if (error instanceof FirstAmlError || signal?.aborted) return fail(error)
          judge({
            failure: isOnTheWire ? classifyNetworkFailure(error) : { type: 'not_connected' },
            end: (outcomeUnknown) => run.fail(error, outcomeUnknown),
          })
        },
      )
      // Usually it is on the wire by now, and has its own limit.
      if (context === current && !isOnTheWire) {
        deadline = limit(attempts === 1 ? totalMs : coarse(remainingMs()), expire)
      }
    }
    const expire = () => {
      const cause = timedOut(name, remainingMs() > 0 ? timeoutMs : totalMs)
      const failure: AttemptFailure = { type: isOnTheWire ? 'timeout' : 'not_connected' }
      judge({ failure, end: (outcomeUnknown) => run.fail(cause, outcomeUnknown) })
    }
    /** Makes another attempt after a failed one, or ends the request with it. */
    const judge = ({ failure, end, abandon }: FailedAttempt<T>) => {
      leaveAttempt()
      if (isOver) return
      if (leftBy?.aborted) return fail(leftBy.reason, 'aborted')
      const decision = decideRetry({
        ...nature,
        failure,
        attempt: attempts,
        remainingMs: remainingMs(),
        random: runtime.random(),
        rules: nature.once ? { ...rules.retry, attempts: 1 } : rules.retry,
      })
      // What the server throttles is paced by the gate; the budget is for what is broken.
      if (!decision.retry || !(decision.throttled || budget.take())) {
        try {
          const answer = end(!decision.retry && decision.because === 'outcome_unknown')
          leaveRequest()
          resolve(answer)
        } catch (error) {
          fail(error)
        }
        return
      }
      const { delayMs } = decision
      const status = 'status' in failure ? { status: failure.status } : undefined
      const told = { operation: name, attempt: attempts, delayMs, failure: failure.type, ...status }
      abandon?.()
      cancelPause = runtime.after(delayMs, send)
      if (leftBy) forgetLeft ??= onAbort(leftBy, () => fail(leftBy.reason, 'aborted'))
      emit({ type: 'retried', ...told })
    }

    if (signal?.aborted) return fail(signal.reason)
    const ended = lifetime.endedBy()
    if (ended) return fail(ended)
    forgetEnd = lifetime.onEnd(fail)
    forgetSignal = signal && onAbort(signal, () => fail(signal.reason))
    run.onStart?.((reason) => {
      if (!isOver) fail(reason, 'aborted')
    })
    send()
  }

  return (run) => new Promise((resolve, reject) => begin(run, resolve, reject))
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
