import type { EventListener } from '../base/events.js'
import type { Runtime } from '../base/runtime.js'
import type { TrackedSend } from '../fetch/tracked-fetch.js'
import type { Traffic } from '../fetch/traffic.js'
import type { RequestFunction } from '../urql/request.js'

/** What the client lends to its transfers of files. */
export interface TransferSettings {
  readonly send: TrackedSend
  readonly request: RequestFunction
  readonly traffic: Traffic
  readonly runtime: Runtime
  readonly emit: EventListener
  readonly allowInsecure: boolean
}

/** Refuses a limit that cannot work. @throws TypeError naming the option. */
export function readLimitMs(value: number, option: string): number {
  if (value > 0) return value
  throw new TypeError(`${option} must be a number of milliseconds above 0, or Infinity.`)
}
