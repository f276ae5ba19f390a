import type { EventListener } from '../base/events.js'
import { readNumber } from '../base/number-options.js'
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

/** How long a transfer may be silent, in milliseconds. @throws TypeError when that is no limit. */
export function readSilence(
  options: { readonly timeoutMs?: number | undefined },
  { traffic }: TransferSettings,
): number {
  return readNumber(options.timeoutMs ?? traffic.rules.timeoutMs, 'timeoutMs', 'limit', true)
}
