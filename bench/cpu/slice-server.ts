/** A contender's side of a measurement: runs operations when the parent says so, and tells how long. */
import type { BenchClient } from '../contenders/contender.js'

/** What the parent sends: run so many operations, one after another. */
export interface SliceOrder {
  readonly operations: number
}

/** What it gets back, in microseconds. */
export interface SliceReport {
  /** CPU time of the whole process, collector and compiler included. */
  readonly cpuUs: number
  /** By the clock. */
  readonly elapsedUs: number
}

export function serveSlices(client: BenchClient): void {
  let n = 0
  process.on('message', async ({ operations }: SliceOrder) => {
    const startedAt = performance.now()
    const before = process.cpuUsage()
    for (const end = n + operations; n < end; n++) await client.run(n)
    const { user, system } = process.cpuUsage(before)
    const elapsedUs = (performance.now() - startedAt) * 1_000
    const report: SliceReport = { cpuUs: user + system, elapsedUs }
    process.send?.(report)
  })
}
