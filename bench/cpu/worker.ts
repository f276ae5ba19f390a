/**
 * One contender in a process of its own, told by the parent when to run. Its own process, since
 * contenders that share one slow each other down: the engine tunes urql's functions to everybody
 * who passes through them, and an application has one client, not ten.
 */
import { cpuContenders } from '../contenders/index.js'
import { serveSlices } from './slice-server.js'
import { stubWiring } from './stub-fetch.js'

export function serveContender(wanted: string | undefined): void {
  const contender = cpuContenders.find(({ name }) => name === wanted)
  if (!contender) throw new Error(`no contender is called ${wanted}`)
  serveSlices(contender.create(stubWiring))
}
