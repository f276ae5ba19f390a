// The values in which the schema tells of checks: how they stand, and how they ended.
import { isOpen } from '../world/progress.js'
import type { EntityRecord, VerificationOutcome } from '../world/records.js'

type Subject = Pick<EntityRecord, 'checks' | 'exception'>

/** `VerificationStatus`. Checks that nobody has started yet count as in progress. */
export function checkStatus(subject: Subject): string {
  if (isOpen(subject)) return 'IN_PROGRESS'
  return subject.checks.result?.outcome ?? 'NOT_NEEDED'
}

/** `ScreeningStatus`. */
export function screeningStatus(subject: Subject): string {
  if (isOpen(subject)) return 'IN_PROGRESS'
  const { result } = subject.checks
  if (result === null) return 'NOT_NEEDED'
  return { PASS: 'NO_MATCH', CONSIDER: 'POSSIBLE_MATCH', FAIL: 'MATCH' }[result.outcome]
}

/** `VerificationResult`. */
export function reportResult(outcome: VerificationOutcome): string {
  return { PASS: 'PASS', CONSIDER: 'NOT_SEARCHED', FAIL: 'FAIL' }[outcome]
}

/** `ScreeningResult`. */
export function screeningResult(outcome: VerificationOutcome): string {
  return { PASS: 'NO_MATCH', CONSIDER: 'NOT_SEARCHED', FAIL: 'MATCH' }[outcome]
}
