import { checkOption } from '../option-check.js'
import type { SandboxFaults } from './fault.js'

/** The option of `createSandbox` for faults that met nothing. */
export interface UnusedFaultsOptions {
  /**
   * What `close()` does about scripted faults that have not met all their requests: `throw`
   * (default) rejects once everything is closed, `warn` emits a process warning, `ignore` nothing.
   */
  readonly onUnusedFaults?: 'throw' | 'warn' | 'ignore' | undefined
}

/** Checks the option and fills in the default. */
export function readUnusedFaults({
  onUnusedFaults = 'throw',
}: UnusedFaultsOptions): 'throw' | 'warn' | 'ignore' {
  checkOption(
    ['throw', 'warn', 'ignore'].includes(onUnusedFaults),
    'onUnusedFaults must be throw, warn or ignore',
  )
  return onUnusedFaults
}

/** Reports what is unused. Throws an `Error` if that is the way to report it. */
export function reportUnusedFaults(
  faults: SandboxFaults,
  onUnusedFaults: 'throw' | 'warn' | 'ignore',
): void {
  const unused = faults.unused()
  if (unused.length === 0 || onUnusedFaults === 'ignore') return
  const list = unused.map(({ id, kind, operation, fault, count, remaining }) => {
    const target = operation === null ? kind : `${kind} ${operation}`
    return `${id} (${fault.type} for ${target}, ${count - remaining} of ${count} used)`
  })
  const message = `The sandbox was closed with faults that never happened: ${list.join(', ')}. Send the requests they wait for, take them back with faults.clear(), or set onUnusedFaults.`
  if (onUnusedFaults === 'throw') throw new Error(message)
  process.emitWarning(message, 'SandboxWarning')
}
