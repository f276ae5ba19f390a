import type { BenchClient } from './contenders/contender.js'

/** How one operation ended, whatever way its library has of saying so. */
export interface Outcome {
  readonly failed: boolean
  /** What the application got: data, a result, or what was thrown. */
  readonly value: unknown
}

export async function settle(
  client: BenchClient,
  n: number,
  signal?: AbortSignal,
): Promise<Outcome> {
  try {
    const value = await client.run(n, signal)
    const failed =
      typeof value === 'object' && value !== null && 'error' in value && value.error !== undefined
    return { failed, value }
  } catch (error) {
    return { failed: true, value: error }
  }
}

/** Runs operations `from` to `from + count - 1` at once and counts those that fail. */
export async function countFailures(client: BenchClient, count: number, from = 0): Promise<number> {
  const outcomes = await Promise.all(
    Array.from({ length: count }, (_, index) => settle(client, from + index)),
  )
  return outcomes.filter(({ failed }) => failed).length
}
