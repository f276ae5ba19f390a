/** CPU time per operation on a stub: everything that authorizes, and urql core as the yardstick. */
import { join } from 'node:path'
import { cpuContenders } from '../contenders/index.js'
import { ratios, type Spread, spread } from '../statistics.js'
import { bundlePrograms } from './program-bundle.js'
import { measureRounds } from './rounds.js'
import { startWorker } from './worker-process.js'

export interface CpuSettings {
  /** How often all processes are started anew. */
  readonly generations: number
  readonly rounds: number
  /** Which of urql's two builds of itself runs: it checks and tells more in development. */
  readonly nodeEnv: 'production' | 'development'
}

export interface CpuFigure {
  readonly name: string
  /** Microseconds of CPU time per operation. */
  readonly us: Spread
  /** Against the first contender's in the same round. */
  readonly ratio: Spread
}

const worker = `
  import { serveContender } from ${JSON.stringify(join(import.meta.dirname, 'worker.ts'))}
  serveContender(process.argv[2])
`

export async function measureCpu(settings: CpuSettings): Promise<readonly CpuFigure[]> {
  const { generations, rounds, nodeEnv } = settings
  const bundle = await bundlePrograms({ worker })
  try {
    const results = await measureRounds(
      cpuContenders.map(({ name }) => name),
      (name) => startWorker(bundle.pathOf('worker'), name, [name], nodeEnv),
      {
        generations,
        rounds,
        slicesPerRound: 10,
        operationsPerSlice: 50,
        // The optimizer is busy until about here.
        warmUpOperations: 8_000,
      },
    )
    const times = [...results].map(
      ([name, reports]) => [name, reports.map(({ cpuUs }) => cpuUs)] as const,
    )
    const [[, yardstick] = ['', []]] = times
    return times.map(([name, us]) => ({
      name,
      us: spread(us),
      ratio: spread(ratios(us, yardstick)),
    }))
  } finally {
    await bundle.remove()
  }
}
