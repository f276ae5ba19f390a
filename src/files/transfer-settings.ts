import type { EventListener } from '../base/events.js'
import type { Runtime } from '../base/runtime.js'
import type { TrackedSend } from '../fetch/tracked-requests.js'
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
