import type { SandboxClock } from '../clock.js'
import type {
  SandboxFault,
  SandboxFaultHit,
  SandboxFaultKind,
  SandboxFaultScript,
  SandboxFaults,
  SandboxScriptedFault,
} from './fault.js'
import { assertScript } from './read-script.js'

/** What was scripted, for the sandbox itself. */
export interface FaultScripts extends SandboxFaults {
  /** Whether any script waits for requests of a kind. */
  readonly isAwaiting: (kind: string) => kind is SandboxFaultKind
  /** Forgets what is unused and what has happened; ids begin anew. */
  readonly reset: () => void
  /** The fault for a request, which counts as met by it. */
  readonly take: (kind: SandboxFaultKind, operationName: string | null) => SandboxFault | undefined
}

interface Entry {
  readonly id: string
  readonly script: SandboxFaultScript
  readonly count: number
  remaining: number
}

/** Starts without scripts. */
export function createFaultScripts(clock: SandboxClock): FaultScripts {
  const log: SandboxFaultHit[] = []
  let waiting: Entry[] = []
  let lastId = 0

  return {
    log,
    next(script) {
      assertScript(script)
      lastId += 1
      const count = script.count ?? 1
      // A copy: what the caller does with its object later is none of our business.
      const copy = structuredClone(script)
      const entry = { id: `fault-${lastId}`, script: copy, count, remaining: count }
      waiting.push(entry)
      return shown(entry)
    },
    unused: () => waiting.map(shown),
    clear() {
      waiting = []
    },
    reset() {
      waiting = []
      log.length = 0
      lastId = 0
    },
    isAwaiting: (kind): kind is SandboxFaultKind =>
      waiting.some(({ script }) => script.kind === kind),
    take(kind, operationName) {
      const entry = waiting.find(
        ({ script: { kind: wanted, operation = operationName } }) =>
          wanted === kind && operation === operationName,
      )
      if (entry === undefined) return undefined
      entry.remaining -= 1
      if (entry.remaining === 0) waiting = waiting.filter((other) => other !== entry)
      const { fault } = entry.script
      log.push({ id: entry.id, kind, operationName, type: fault.type, at: clock.now() })
      return fault
    },
  }
}

function shown({ id, script, count, remaining }: Entry): SandboxScriptedFault {
  const { kind, operation = null, fault } = script
  return { id, kind, operation, count, remaining, fault: structuredClone(fault) }
}
