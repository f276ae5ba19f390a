const realNow = Date.now
const realMonotonic = performance.now.bind(performance)

/**
 * Runs `visit` with every clock of the process set ahead by `aheadMs`, and sets them back.
 *
 * Libraries that take no clock read the global ones, so nothing less treats all alike. Timers are
 * not touched.
 */
export async function travel<T>(aheadMs: number, visit: () => Promise<T>): Promise<T> {
  Date.now = () => realNow() + aheadMs
  performance.now = () => realMonotonic() + aheadMs
  try {
    return await visit()
  } finally {
    Date.now = realNow
    performance.now = realMonotonic
  }
}

/** Milliseconds on a clock that {@link travel} does not move. */
export function stopwatch(): () => number {
  const startedAt = process.hrtime.bigint()
  return () => Number(process.hrtime.bigint() - startedAt) / 1e6
}
