/**
 * CPU time per operation, in slices that take turns.
 *
 * Every contender has its process, all are alive, one runs at a time. On a small machine a
 * neighbour's job makes the same code take half as long again for seconds on end, so a slice lasts
 * a few milliseconds only and contenders take turns slice by slice, each time in a new order: what
 * disturbs one disturbs all. Slices are added up to rounds long enough for the collector to run in
 * each, and rounds are compared. Processes differ by a few per cent for their whole life (memory
 * layout, luck of the optimizer), so all are started anew several times.
 */
import { cpuContenders } from '../contenders/index.js'
import { type Spread, shuffle, spread } from '../statistics.js'
import { bundleWorker } from './bundle-worker.js'
import { startWorker, type WorkerProcess } from './worker-process.js'

export interface CpuSettings {
  /** How often all processes are started anew. */
  readonly generations: number
  readonly rounds: number
  /** Which of urql's two builds of itself runs: it checks and tells more in development. */
  readonly nodeEnv: 'production' | 'development'
}

const slicesPerRound = 10
const operationsPerSlice = 50
/** Operations of each new process that are not counted: the optimizer is busy until about here. */
const warmUpOperations = 8_000

export interface CpuFigure {
  readonly name: string
  /** Microseconds of CPU time per operation. */
  readonly us: Spread
  /** Against the first contender's in the same round. */
  readonly ratio: Spread
}

export async function measureCpu(settings: CpuSettings): Promise<readonly CpuFigure[]> {
  const bundle = await bundleWorker()
  const times = new Map<string, number[]>(cpuContenders.map(({ name }) => [name, []]))
  try {
    for (let generation = 0; generation < settings.generations; generation++) {
      await runGeneration(bundle.path, settings, times)
    }
  } finally {
    await bundle.remove()
  }
  const [yardstick = []] = times.values()
  return [...times].map(([name, us]) => ({
    name,
    us: spread(us),
    ratio: spread(us.map((value, round) => value / (yardstick[round] ?? Number.NaN))),
  }))
}

/** Starts all processes, warms them up, and adds a time for each contender and round. */
async function runGeneration(
  bundle: string,
  { rounds, nodeEnv }: CpuSettings,
  times: ReadonlyMap<string, number[]>,
): Promise<void> {
  const workers = shuffle(cpuContenders).map(({ name }) => startWorker(bundle, name, nodeEnv))
  try {
    for (const worker of workers) await worker.run(warmUpOperations)
    for (let round = 0; round < rounds; round++) {
      for (const [name, us] of await runRound(workers)) times.get(name)?.push(us)
    }
  } finally {
    for (const worker of workers) worker.end()
  }
}

/** @returns microseconds per operation, by contender. */
async function runRound(workers: readonly WorkerProcess[]): Promise<ReadonlyMap<string, number>> {
  const totals = new Map(workers.map(({ name }) => [name, 0]))
  for (let slice = 0; slice < slicesPerRound; slice++) {
    for (const { name, run } of shuffle(workers)) {
      totals.set(name, (totals.get(name) ?? 0) + (await run(operationsPerSlice)))
    }
  }
  return new Map(
    [...totals].map(([name, us]) => [name, us / (slicesPerRound * operationsPerSlice)]),
  )
}
