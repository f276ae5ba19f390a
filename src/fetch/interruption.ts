import { onAbort } from '../base/abort.js'
import { type Lifetime, throwIfEnded } from './lifetime.js'

/** What can end a wait from outside: the caller's signal, the end of the client, a time limit. */
export interface Interruption {
  /** Waits for `work`, or until somebody interrupts; then rejects with the reason, at once. */
  readonly wait: <T>(work: Promise<T>) => Promise<T>
  /** Ends the present wait. */
  readonly interrupt: (reason: unknown) => void
  /** Lets go of signal and lifetime. */
  readonly release: () => void
}

/**
 * One listener for a whole request, however many waits it has. Nothing that is waited for is
 * stopped by it; that is for whoever started it.
 */
export function createInterruption(
  signal: AbortSignal | null | undefined,
  lifetime: Lifetime,
): Interruption {
  let reject: (reason: unknown) => void = () => {}
  const interrupt = (reason: unknown) => reject(reason)
  const leave = lifetime.onEnd(interrupt)
  const forget = signal && onAbort(signal, () => interrupt(signal.reason))
  return {
    interrupt,
    wait: (work) =>
      new Promise((resolve, fail) => {
        reject = fail
        work.then(resolve, fail)
        // Somebody may have given up between two waits, when there was nothing to interrupt.
        throwIfEnded(signal, lifetime)
      }),
    release: () => {
      leave()
      forget?.()
    },
  }
}
