// How checks progress, on the sandbox's clock. None of it is documented; the steps are few and
// always the same, so that a test can say when what has happened.
//
// | time after the start of the checks | what happens                                              |
// |------------------------------------|-----------------------------------------------------------|
// | 2 minutes                          | those of an entity pass, and its report is there          |
// | 5 minutes                          | those of a person pass, and their report is there         |
// | 1 minute after the last of a case  | IN_PROGRESS becomes READY_FOR_REVIEW                      |
//
// Checks start when the case is handed over, or when a person is added to one that already was.
// Whoever is excused by an exception is not waited for.
import type {
  CaseRecord,
  CaseStatus,
  Checks,
  EntityRecord,
  IndividualRecord,
  VerificationOutcome,
} from './records.js'
import type { World } from './world.js'

const entityChecksMs = 2 * 60_000
const individualChecksMs = 5 * 60_000
const reviewMs = 60_000

/** Checks that nobody has started. */
export function newChecks(isNeeded: boolean): Checks {
  return { isNeeded, startedAt: null, result: null }
}

/** Moves a case to another status, with all that follows from it. */
export function changeStatus(world: World, item: CaseRecord, status: CaseStatus): void {
  if (item.caseStatus === 'DRAFT') item.receivedAt = world.now()
  item.caseStatus = status
  item.reviewDueAt = null
  world.touch(item)
  world.emit(item, { type: 'CaseStatusUpdated', caseStatus: status })
  if (status === 'IN_PROGRESS') startChecks(world, item)
}

/** Starts whatever has to be checked and is not, and sees to it that the case gets on. */
export function startChecks(world: World, item: CaseRecord): void {
  for (const subject of openSubjects(item)) {
    const { checks } = subject
    if (checks.startedAt !== null) continue
    const startedAt = world.now()
    checks.startedAt = startedAt
    world.schedule('entityId' in subject ? entityChecksMs : individualChecksMs, () => {
      // Ended in the meantime, or stopped and started again.
      if (checks.startedAt !== startedAt || !isOpen(subject)) return
      endChecks(world, item, subject, 'PASS')
      scheduleReview(world, item)
    })
  }
  scheduleReview(world, item)
}

/** Starts, or stops waiting for, the checks of one person or entity after something changed. */
export function reviseChecks(world: World, item: CaseRecord): void {
  for (const { checks, exception } of [...item.individuals, ...item.entities]) {
    if (!checks.isNeeded || isExcused(exception)) checks.startedAt = null
  }
  if (item.caseStatus === 'IN_PROGRESS') startChecks(world, item)
}

/** Ends all checks of a case at once, the same way for all. */
export function endAllChecks(world: World, item: CaseRecord, outcome: VerificationOutcome): void {
  for (const subject of openSubjects(item)) endChecks(world, item, subject, outcome)
}

/** Whether a person or an entity still has to be checked. */
export function isOpen({ checks, exception }: Pick<EntityRecord, 'checks' | 'exception'>): boolean {
  return checks.isNeeded && checks.result === null && !isExcused(exception)
}

type Subject = IndividualRecord | EntityRecord

function openSubjects(item: CaseRecord): readonly Subject[] {
  return [...item.entities, ...item.individuals].filter(isOpen)
}

function isExcused(exception: Subject['exception']): boolean {
  return exception !== null && !exception.isResolved
}

function endChecks(
  world: World,
  item: CaseRecord,
  subject: Subject,
  outcome: VerificationOutcome,
): void {
  subject.checks.result = { outcome, endedAt: world.now() }
  subject.checks.startedAt ??= world.now()
  world.touch(item)
  world.emit(item, {
    type: 'VerificationReportGenerated',
    individualId: 'individualId' in subject ? subject.individualId : null,
    entityId: 'entityId' in subject ? subject.entityId : null,
  })
}

function scheduleReview(world: World, item: CaseRecord): void {
  if (openSubjects(item).length > 0) item.reviewDueAt = null
  else if (item.caseStatus === 'IN_PROGRESS' && item.reviewDueAt === null) {
    const dueAt = world.now() + reviewMs
    item.reviewDueAt = dueAt
    world.schedule(reviewMs, () => {
      if (item.reviewDueAt === dueAt) changeStatus(world, item, 'READY_FOR_REVIEW')
    })
  }
}
