import type { SandboxFaultScript } from './fault.js'
import { faultMembers, findProblem, scriptMembers } from './fault-members.js'
import { bodilessStatuses } from './faulty-answers.js'

/**
 * Takes anything for a script if it is one.
 *
 * Throws a `TypeError` that says which member is wrong and what it must be. Nothing of what was
 * given is repeated in it.
 */
export function assertScript(value: unknown): asserts value is SandboxFaultScript {
  const problem = problemOf(value)
  if (problem !== undefined) throw new TypeError(`faults.next: ${problem}`)
}

function problemOf(value: unknown): string | undefined {
  if (!isObject(value)) return 'a script must be an object with kind and fault'
  const problem = findProblem(value, scriptMembers, 'a script')
  if (problem !== undefined) return problem
  const { kind, operation, fault } = value
  if (!isObject(fault)) return 'fault must be an object with a type'
  const { type, ...members } = fault
  const rules = typeof type === 'string' ? faultMembers.get(type) : undefined
  if (rules === undefined) return `fault.type must be one of ${[...faultMembers.keys()].join(', ')}`
  const faultProblem = findProblem(members, rules, `a fault of type ${type}`, 'fault.')
  if (faultProblem !== undefined) return faultProblem
  return misfitOf(kind, operation, fault)
}

/** What is wrong with members that are good each for itself. */
function misfitOf(
  kind: unknown,
  operation: unknown,
  fault: Readonly<Record<string, unknown>>,
): string | undefined {
  if (kind !== 'graphql') {
    if (operation !== undefined) return 'operation is for kind graphql only'
    if (fault.type === 'graphql_error') return 'graphql_error is for kind graphql only'
  }
  if (fault.type === 'reset' && fault.when !== 'during' && fault.bytes !== undefined) {
    return 'fault.bytes of a reset is for when during only'
  }
  const isCut = fault.type === 'truncate' || (fault.type === 'reset' && fault.when === 'during')
  if (isCut && (kind === 'file' || kind === 'upload')) {
    return `answers to kind ${kind} have no body to cut; downloads have theirs from kind storage`
  }
  const isBodiless = bodilessStatuses.some((status) => status === fault.status)
  return isBodiless && fault.body !== undefined
    ? `fault.body cannot go with status ${bodilessStatuses.join(', ')}`
    : undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
