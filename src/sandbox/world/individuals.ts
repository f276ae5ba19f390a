// The people of a case.
import { readAddress } from './addresses.js'
import type { ApiClient } from './api-clients.js'
import { readCaseToChange } from './cases.js'
import {
  checkContact,
  maxNotesLength,
  type NewIndividual,
  readIndividuals,
  readName,
} from './individual-input.js'
import { checkMinLength, type Input } from './input.js'
import { type Outcome, other, reject, unresolvable } from './problems.js'
import { changeStatus, isOpen, reviseChecks } from './progress.js'
import type { CaseRecord, IndividualRecord, PersonName } from './records.js'
import { readCountry, readEmail, readPhone } from './text-rules.js'
import type { World } from './world.js'

/** Gives people their ids. */
export function admitIndividuals(
  world: World,
  people: readonly NewIndividual[],
): IndividualRecord[] {
  return people.map((person) => ({ ...person, individualId: String(world.nextId('individual')) }))
}

/** Adds people to a case; one that waits for review goes back for those who must be verified. */
export function addIndividuals(world: World, client: ApiClient, input: Input): Outcome<CaseRecord> {
  const item = readCaseToChange(world, client, input)
  if ('problems' in item) return item
  if (item.caseType === 'LITE') {
    return reject(other(input.at('caseId'), 'A lite case has exactly one individual.'))
  }
  if (!['DRAFT', 'IN_PROGRESS', 'READY_FOR_REVIEW'].includes(item.caseStatus)) {
    const message = `The case is ${item.caseStatus}; it must be DRAFT, IN_PROGRESS or READY_FOR_REVIEW.`
    return reject(other(input.at('caseId'), message))
  }
  checkMinLength(input, 'individuals', input.nodes('individuals').length)
  const people = readIndividuals(input, item.profile.verificationTypeId)
  if (input.problems.length > 0) return input
  const added = admitIndividuals(world, people)
  item.individuals.push(...added)
  world.touch(item)
  if (item.caseStatus === 'READY_FOR_REVIEW' && added.some(isOpen)) {
    changeStatus(world, item, 'IN_PROGRESS')
  }
  reviseChecks(world, item)
  return item
}

/** Changes one person; what the input leaves out stays, and an explicit `null` clears. */
export function updateIndividual(
  world: World,
  client: ApiClient,
  input: Input,
): Outcome<CaseRecord> {
  const item = readCaseToChange(world, client, input)
  if ('problems' in item) return item
  const person = findIndividual(item, input)
  if ('problems' in person) return person
  const changes = input.node('individual')
  if (changes === undefined) return item

  const kept = <Value>(name: string, present: Value, next: Value | undefined) =>
    changes.has(name) ? (next ?? null) : present
  const preferredName = changes.node('preferredName') && readName(changes, 'preferredName')
  const legalName = changes.node('legalName') && readName(changes, 'legalName')
  const next = {
    dateOfBirth: kept('dateOfBirth', person.dateOfBirth, changes.text('dateOfBirth')),
    emailAddress: kept('emailAddress', person.emailAddress, readEmail(changes, 'emailAddress')),
    phoneNumber: kept('phoneNumber', person.phoneNumber, readPhone(changes, 'phoneNumber')),
    citizenship: kept('citizenship', person.citizenship, readCountry(changes, 'citizenship')),
    notes: kept('notes', person.notes, changes.text('notes', maxNotesLength)),
    address: changes.has('address') ? readAddress(changes, 'address') : person.address,
    preferredName: preferredName ?? person.preferredName,
    legalName: legalName ?? person.legalName,
    isCaseContact: changes.flag('isCaseContact') ?? person.isCaseContact,
  }
  if (item.caseType === 'LITE' && !next.isCaseContact) {
    changes.problems.push(
      other(changes.at('isCaseContact'), 'The individual of a lite case is its contact.'),
    )
  }
  if (next.isCaseContact) checkContact(changes, next)
  if (input.problems.length > 0) return input

  Object.assign(person, next)
  person.checks.isNeeded = changes.flag('needsVerification') ?? person.checks.isNeeded
  world.touch(item)
  reviseChecks(world, item)
  return item
}

/** The person of a case that an input names under `individualId`, or the refusal. */
export function findIndividual(item: CaseRecord, input: Input): Outcome<IndividualRecord> {
  const wanted = input.id('individualId')
  const person = item.individuals.find(({ individualId }) => individualId === wanted)
  return person ?? reject(unresolvable(input.at('individualId')))
}

/** The name as one text. */
export function fullNameOf({ firstName, middleName, lastName }: PersonName): string {
  return [firstName, middleName, lastName].filter((part) => part !== null).join(' ')
}
