import { releaseBody } from '../base/bounded-body.js'
import type { AbortedError } from '../base/errors.js'

/** Ends one piece of work; called at most once. */
export type Stop = (reason: AbortedError) => void

/**
 * How long a client lives, and what of it is under way.
 *
 * One signal for all would do the same, but adding to it and taking off it costs every operation
 * more than a set of callbacks does, and a signal for each operation costs more again.
 */
export interface Lifetime {
  /** Why nothing is sent any more; undefined while the client lives. */
  readonly endedBy: () => AbortedError | undefined
  /** Has `stop` called when the client ends. */
  readonly add: (stop: Stop) => void
  readonly delete: (stop: Stop) => void
  /** Ends everything that is under way, and all that would begin. */
  readonly end: (reason: AbortedError) => void
}

export function createLifetime(): Lifetime {
  const underWay = new Set<Stop>()
  let endedBy: AbortedError | undefined
  return {
    endedBy: () => endedBy,
    add: (stop) => {
      if (endedBy) stop(endedBy)
      else underWay.add(stop)
    },
    delete: (stop) => underWay.delete(stop),
    end: (reason) => {
      if (endedBy) return
      endedBy = reason
      for (const stop of underWay) stop(reason)
      underWay.clear()
    },
  }
}

/** Throws the reason for which nothing may be sent any more, if there is one. */
export function throwIfEnded(signal: AbortSignal | null | undefined, lifetime: Lifetime): void {
  if (signal?.aborted) throw signal.reason
  const ended = lifetime.endedBy()
  if (ended) throw ended
}

/**
 * Lets go of an answer that came after the end, as it does from a `fetch` that does not look at
 * signals, and throws the reason.
 */
export function releaseIfEnded(
  response: Response,
  signal: AbortSignal | null | undefined,
  lifetime: Lifetime,
): void {
  if (!signal?.aborted && !lifetime.endedBy()) return
  releaseBody(response)
  throwIfEnded(signal, lifetime)
}
