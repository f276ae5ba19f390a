import { joinSignals } from '../base/abort.js'
import type { Runtime } from '../base/runtime.js'

/**
 * Runs `work` with a signal that fires when `outer` does, or with `reason` after `limitMs`.
 *
 * `work` has to heed the signal; nothing stays behind on timer or signal once it is done.
 */
export async function withinTime<T>(
  runtime: Runtime,
  limitMs: number,
  reason: () => unknown,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController()
  const cancel = runtime.after(limitMs, () => deadline.abort(reason()))
  const { signal, release } = joinSignals(outer, deadline.signal)
  try {
    return await work(signal)
  } finally {
    cancel()
    release()
  }
}
