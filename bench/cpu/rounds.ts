/**
 * Time per operation, in slices that take turns.
 *
 * Every contender has its process, all are alive, one runs at a time. On a small machine a
 * neighbour's job makes the same code take half as long again for seconds on end, so a slice lasts
 * a few milliseconds only and contenders take turns slice by slice, each time in a new order: what
 * disturbs one disturbs all. Slices are added up to rounds long enough for the collector to run in
 * each, and rounds are compared. Processes differ by a few per cent for their whole life (memory
 * layout, luck of the optimizer), so all are started anew several times.
 */
import { shuffle } from '../statistics.js'
import type { SliceReport } from './slice-server.js'
import type { WorkerProcess } from './worker-process.js'

export interface RoundSettings {
  /** How often all processes are started anew. */
  readonly generations: number
  readonly rounds: number
  readonly slicesPerRound: number
  readonly operationsPerSlice: number
  /** Operations of each new process that are not counted: the optimizer is busy at first. */
  readonly warmUpOperations: number
}

/** @returns what one operation took in each round, by contender, in the order of `names`. */
export async function measureRounds(
  names: readonly string[],
  start: (name: string) => WorkerProcess,
  settings: RoundSettings,
): Promise<ReadonlyMap<string, readonly SliceReport[]>> {
  const results = new Map<string, SliceReport[]>(names.map((name) => [name, []]))
  for (let generation = 0; generation < settings.generations; generation++) {
    const workers = shuffle(names).map(start)
    try {
      for (const worker of workers) await worker.run(settings.warmUpOperations)
      for (let round = 0; round < settings.rounds; round++) {
        for (const [name, report] of await runRound(workers, settings)) {
          results.get(name)?.push(report)
        }
      }
    } finally {
      for (const worker of workers) worker.end()
    }
  }
  return results
}

async function runRound(
  workers: readonly WorkerProcess[],
  { slicesPerRound, operationsPerSlice }: RoundSettings,
): Promise<ReadonlyMap<string, SliceReport>> {
  const operations = slicesPerRound * operationsPerSlice
  const totals = new Map(workers.map(({ name }) => [name, { cpuUs: 0, elapsedUs: 0 }]))
  for (let slice = 0; slice < slicesPerRound; slice++) {
    for (const { name, run } of shuffle(workers)) {
      const { cpuUs, elapsedUs } = await run(operationsPerSlice)
      const total = totals.get(name)
      if (!total) continue
      total.cpuUs += cpuUs / operations
      total.elapsedUs += elapsedUs / operations
    }
  }
  return totals
}
