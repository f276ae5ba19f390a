import { releaseBody } from '../base/bounded-body.js'
import type { AbortedError } from '../base/errors.js'

/** Ends one piece of work; called at most once. */
export type Stop = (reason: AbortedError) => void

/**
 * How long a client lives, and what of it is under way.
 *
 * One signal for all would do the same, but adding to it and taking off it costs every operation
 * more than a callback in a chain does, a `Set` of callbacks costs a hundredth of an operation, and
 * a signal for each operation costs more again.
 */
export interface Lifetime {
  /** Why nothing is sent any more; undefined while the client lives. */
  readonly endedBy: () => AbortedError | undefined
  /** Has `stop` called when the client ends, unless the function returned is called before. */
  readonly onEnd: (stop: Stop) => () => void
  /** Ends everything that is under way, and all that would begin. */
  readonly end: (reason: AbortedError) => void
}

/** A place in the chain of what is under way. */
interface Place {
  readonly stop: Stop
  older: Place | undefined
  newer: Place | undefined
  isLeft: boolean
}

export function createLifetime(): Lifetime {
  let newest: Place | undefined
  let endedBy: AbortedError | undefined

  const leave = (place: Place) => {
    if (place.isLeft) return
    place.isLeft = true
    const { older, newer } = place
    if (newer) newer.older = older
    else newest = older
    if (older) older.newer = newer
  }

  return {
    endedBy: () => endedBy,
    onEnd: (stop) => {
      if (endedBy) {
        stop(endedBy)
        return () => {}
      }
      const place: Place = { stop, older: newest, newer: undefined, isLeft: false }
      if (newest) newest.newer = place
      newest = place
      return () => leave(place)
    },
    end: (reason) => {
      if (endedBy) return
      endedBy = reason
      while (newest) {
        const { stop } = newest
        leave(newest)
        stop(reason)
      }
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
