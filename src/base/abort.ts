import type { Runtime } from './runtime.js'

/** Rejects with the signal's reason if it is aborted, as the standard `fetch` does. */
export function throwIfAborted(signal: AbortSignal | null | undefined): void {
  if (signal?.aborted) throw signal.reason
}

/**
 * Waits for `promise` no longer than the signal allows.
 *
 * The promise goes on by itself when the signal fires: others may be waiting for it. Its failure
 * is then nobody's, and is not reported as unhandled.
 *
 * @throws the signal's reason, at once when it fires.
 */
export function untilAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal | null | undefined,
): Promise<T> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

/** Waits `delayMs` milliseconds, or until the signal fires; then rejects with its reason. */
export function sleep(
  runtime: Runtime,
  delayMs: number,
  signal?: AbortSignal | null,
): Promise<void> {
  throwIfAborted(signal)
  return new Promise((resolve, reject) => {
    const stop = () => {
      cancel()
      reject(signal?.reason)
    }
    const cancel = runtime.after(delayMs, () => {
      signal?.removeEventListener('abort', stop)
      resolve()
    })
    signal?.addEventListener('abort', stop, { once: true })
  })
}

/** A signal that fires when either of two does, and a way to let go of both. */
export interface JoinedSignal {
  readonly signal: AbortSignal
  readonly release: () => void
}

/**
 * Joins two signals by hand.
 *
 * `AbortSignal.any` costs more than a whole operation and keeps every joined signal alive as long
 * as a long-lived parent; here nothing is left on either signal after `release`.
 */
export function joinSignals(first: AbortSignal, second: AbortSignal): JoinedSignal {
  const controller = new AbortController()
  const stopFirst = () => controller.abort(first.reason)
  const stopSecond = () => controller.abort(second.reason)
  if (first.aborted) stopFirst()
  else if (second.aborted) stopSecond()
  else {
    first.addEventListener('abort', stopFirst, { once: true })
    second.addEventListener('abort', stopSecond, { once: true })
  }
  return {
    signal: controller.signal,
    release: () => {
      first.removeEventListener('abort', stopFirst)
      second.removeEventListener('abort', stopSecond)
    },
  }
}
