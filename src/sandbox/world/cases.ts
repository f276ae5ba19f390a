// What can be done to a case as a whole.
import type { ApiClient } from './api-clients.js'
import { createInput, type Input } from './input.js'
import { type Outcome, other, reject, unresolvable } from './problems.js'
import { changeStatus } from './progress.js'
import type { CaseRecord, CaseStatus } from './records.js'
import type { World } from './world.js'

/** The case of that id, if the client may see it. */
function findCase(world: World, client: ApiClient, caseId: string): CaseRecord | undefined {
  const item = world.cases.get(caseId)
  return item !== undefined && client.organizationIds.has(item.organizationId) ? item : undefined
}

/** The case that an input names under `caseId`, or the refusal. */
export function readCase(world: World, client: ApiClient, input: Input): Outcome<CaseRecord> {
  return findCase(world, client, input.id('caseId')) ?? reject(unresolvable(input.at('caseId')))
}

/** The same for a change: one that is deleted stays as it is. */
export function readCaseToChange(
  world: World,
  client: ApiClient,
  input: Input,
): Outcome<CaseRecord> {
  const item = readCase(world, client, input)
  if ('problems' in item || item.caseStatus !== 'DELETED') return item
  return reject(other(input.at('caseId'), 'The case is DELETED, so nothing about it can change.'))
}

/** Hands a draft over. */
export function submitCase(world: World, client: ApiClient, caseId: string): Outcome<CaseRecord> {
  return changeFrom(world, client, caseId, 'DRAFT', 'IN_PROGRESS', (item) =>
    item.individuals.some(({ isCaseContact }) => isCaseContact)
      ? undefined
      : 'The case has no individual with isCaseContact: true.',
  )
}

/** Signs a case off. */
export function completeCase(world: World, client: ApiClient, caseId: string): Outcome<CaseRecord> {
  return changeFrom(world, client, caseId, 'READY_FOR_REVIEW', 'COMPLETED')
}

/** Opens a case that was signed off. */
export function reworkCase(world: World, client: ApiClient, caseId: string): Outcome<CaseRecord> {
  return changeFrom(world, client, caseId, 'COMPLETED', 'IN_PROGRESS')
}

/** Sets the client's own id of a case; `null`, or none at all, takes it away. */
export function updateReference(
  world: World,
  client: ApiClient,
  input: Input,
): Outcome<CaseRecord> {
  const item = readCaseToChange(world, client, input)
  if ('problems' in item) return item
  const reference = input.text('reference') ?? null
  if (input.problems.length > 0) return input
  item.reference = reference
  world.touch(item)
  return item
}

const maxNoteLength = 10_000

/** Adds a note below the notes there are. */
export function addNote(world: World, client: ApiClient, input: Input): Outcome<CaseRecord> {
  const item = readCaseToChange(world, client, input)
  if ('problems' in item) return item
  const note = input.text('note', Number.POSITIVE_INFINITY) ?? ''
  if (note === '' || note.length > maxNoteLength) {
    const message = `note must have 1 to ${maxNoteLength} characters.`
    const limits = { minLength: 1, maxLength: maxNoteLength }
    return reject({ kind: 'StringLength', fieldPath: input.at('note'), message, ...limits })
  }
  item.notes = item.notes === null ? note : `${item.notes}\n${note}`
  world.touch(item)
  return item
}

function changeFrom(
  world: World,
  client: ApiClient,
  caseId: string,
  from: CaseStatus,
  to: CaseStatus,
  objection: (item: CaseRecord) => string | undefined = () => undefined,
): Outcome<CaseRecord> {
  const input = createInput({ caseId })
  const item = readCase(world, client, input)
  if ('problems' in item) return item
  const complaint =
    item.caseStatus === from
      ? objection(item)
      : `The case is ${item.caseStatus}; it must be ${from}.`
  if (complaint !== undefined) return reject(other(input.at('caseId'), complaint))
  changeStatus(world, item, to)
  return item
}
