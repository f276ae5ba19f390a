import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { SliceOrder, SliceReport } from './slice-server.js'

/** A contender's process, seen from the parent. */
export interface WorkerProcess {
  readonly name: string
  /** Runs operations there. */
  readonly run: (operations: number) => Promise<SliceReport>
  readonly end: () => void
}

/** @param args - what the bundle's program is given. */
export function startWorker(
  bundle: string,
  name: string,
  args: readonly string[],
  nodeEnv: string,
): WorkerProcess {
  const child = fork(bundle, args, {
    // Without the parent's own flags, which load the TypeScript loader.
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: nodeEnv },
  })
  return {
    name,
    run: async (operations) => {
      const settled = new AbortController()
      const died = once(child, 'exit', { signal: settled.signal }).then(() => {
        throw new Error(`the process of ${name} ended before its time`)
      })
      // Once the round has settled, the wait for the exit is given up.
      died.catch(() => {})
      try {
        const order: SliceOrder = { operations }
        child.send(order)
        const [report]: SliceReport[] = await Promise.race([once(child, 'message'), died])
        return report ?? { cpuUs: Number.NaN, elapsedUs: Number.NaN }
      } finally {
        settled.abort()
      }
    },
    end: () => child.kill(),
  }
}
