import type { Runtime } from './runtime.js'

/** Rejects with the signal's reason if it is aborted, as the standard `fetch` does. */
export function throwIfAborted(signal: AbortSignal | null | undefined): void {
  if (signal?.aborted) throw signal.reason
}

interface Watch {
  readonly stops: Set<() => void>
  readonly fire: () => void
}

const watches = new WeakMap<AbortSignal, Watch>()

/**
 * Calls `stop` once, when the signal fires, unless the function returned is called before.
 *
 * However many wait on a signal, it gets one listener: applications end whole batches by one
 * signal, and Node warns of a leak from the eleventh listener on.
 */
export function onAbort(signal: AbortSignal, stop: () => void): () => void {
  const watch = watches.get(signal) ?? startWatch(signal)
  watch.stops.add(stop)
  return () => {
    if (!watch.stops.delete(stop) || watch.stops.size > 0) return
    signal.removeEventListener('abort', watch.fire)
    watches.delete(signal)
  }
}

function startWatch(signal: AbortSignal): Watch {
  const stops = new Set<() => void>()
  const fire = () => {
    watches.delete(signal)
    for (const stop of stops) stop()
    stops.clear()
  }
  signal.addEventListener('abort', fire, { once: true })
  const watch = { stops, fire }
  watches.set(signal, watch)
  return watch
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
    promise.then(resolve, reject).finally(onAbort(signal, stop))
  })
}

/** Waits `delayMs` milliseconds, or until the signal fires; then rejects with its reason. */
export function sleep(
  runtime: Runtime,
  delayMs: number,
  signal?: AbortSignal | null,
): Promise<void> {
  return new Promise((resolve, reject) => {
    throwIfAborted(signal)
    const cancel = runtime.after(delayMs, () => {
      forget?.()
      resolve()
    })
    const forget =
      signal &&
      onAbort(signal, () => {
        cancel()
        reject(signal.reason)
      })
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
  const { signal } = controller
  if (first.aborted || second.aborted) {
    controller.abort(first.aborted ? first.reason : second.reason)
    return { signal, release: () => {} }
  }
  const forgetFirst = onAbort(first, () => controller.abort(first.reason))
  const forgetSecond = onAbort(second, () => controller.abort(second.reason))
  return {
    signal,
    release: () => {
      forgetFirst()
      forgetSecond()
    },
  }
}
