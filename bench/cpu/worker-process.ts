import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { SliceOrder, SliceReport } from './worker.js'

/** A contender's process, seen from the parent. */
export interface WorkerProcess {
  readonly name: string
  /** Runs operations there. @returns the CPU time they took, in microseconds. */
  readonly run: (operations: number) => Promise<number>
  readonly end: () => void
}

export function startWorker(bundle: string, name: string, nodeEnv: string): WorkerProcess {
  const child = fork(bundle, [name], {
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
        return report?.cpuUs ?? Number.NaN
      } finally {
        settled.abort()
      }
    },
    end: () => child.kill(),
  }
}
