// Who is excused from their checks, and why.
import type { ApiClient } from './api-clients.js'
import { readCaseToChange } from './cases.js'
import { findEntity } from './entities.js'
import { findIndividual } from './individuals.js'
import type { Input } from './input.js'
import { type Outcome, other, reject } from './problems.js'
import { reviseChecks } from './progress.js'
import type { CaseRecord, EntityRecord, IndividualRecord } from './records.js'
import type { World } from './world.js'

/** Whom an exception is for. */
export type ExceptionSubject = 'individualId' | 'entityId'

/** Excuses somebody who is not excused yet. */
export function addException(
  world: World,
  client: ApiClient,
  input: Input,
  subjectName: ExceptionSubject,
): Outcome<CaseRecord> {
  const reason = input.requiredText('reason', maxReasonLength)
  return change(world, client, input, subjectName, (subject) => {
    if (subject.exception !== null) return 'There is an exception already; update or delete it.'
    const now = world.now()
    subject.exception = {
      exceptionType: input.requiredText('exceptionType'),
      reason,
      isResolved: false,
      resolvedByName: null,
      addedByName: client.name,
      createdAt: now,
      updatedAt: now,
    }
    return undefined
  })
}

/** Changes the reason, or resolves an exception that is temporary; a permanent one stays. */
export function updateException(
  world: World,
  client: ApiClient,
  input: Input,
  subjectName: ExceptionSubject,
): Outcome<CaseRecord> {
  const reason = input.requiredText('reason', maxReasonLength)
  return change(world, client, input, subjectName, ({ exception }) => {
    if (exception === null) return 'There is no exception to update.'
    exception.reason = reason
    exception.updatedAt = world.now()
    if (exception.exceptionType === 'TEMPORARY') {
      exception.isResolved = input.flag('isResolved') ?? exception.isResolved
      exception.resolvedByName = exception.isResolved ? client.name : null
    }
    return undefined
  })
}

/** Takes an exception away. */
export function deleteException(
  world: World,
  client: ApiClient,
  input: Input,
  subjectName: ExceptionSubject,
): Outcome<CaseRecord> {
  return change(world, client, input, subjectName, (subject) => {
    if (subject.exception === null) return 'There is no exception to delete.'
    subject.exception = null
    return undefined
  })
}

const maxReasonLength = 1_000

/** @param apply Changes the subject, or gives the reason why not. */
function change(
  world: World,
  client: ApiClient,
  input: Input,
  subjectName: ExceptionSubject,
  apply: (subject: IndividualRecord | EntityRecord) => string | undefined,
): Outcome<CaseRecord> {
  const item = readCaseToChange(world, client, input)
  if ('problems' in item) return item
  const find = subjectName === 'entityId' ? findEntity : findIndividual
  const subject = find(item, input)
  if ('problems' in subject) return subject
  if (input.problems.length > 0) return input
  const complaint = apply(subject)
  if (complaint !== undefined) return reject(other(input.at(subjectName), complaint))
  world.touch(item)
  reviseChecks(world, item)
  return item
}
