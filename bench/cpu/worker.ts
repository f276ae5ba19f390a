/**
 * One contender in a process of its own, told by the parent when to run. Its own process, since
 * contenders that share one slow each other down: the engine tunes urql's functions to everybody
 * who passes through them, and an application has one client, not ten.
 */
import { cpuContenders } from '../contenders/index.js'
import { stubWiring } from './stub-fetch.js'

/** What the parent sends: run so many operations. */
export interface SliceOrder {
  readonly operations: number
}

/** What it gets back: CPU time of the whole process, collector and compiler included. */
export interface SliceReport {
  readonly cpuUs: number
}

const contender = cpuContenders.find(({ name }) => name === process.argv[2])
if (!contender) throw new Error(`no contender is called ${process.argv[2]}`)

const client = contender.create(stubWiring)
let n = 0

process.on('message', async ({ operations }: SliceOrder) => {
  const before = process.cpuUsage()
  for (const end = n + operations; n < end; n++) await client.run(n)
  const { user, system } = process.cpuUsage(before)
  const report: SliceReport = { cpuUs: user + system }
  process.send?.(report)
})
