// What an input says of people.
import { readAddress } from './addresses.js'
import type { Input } from './input.js'
import { required } from './problems.js'
import { newChecks } from './progress.js'
import type { IndividualRecord, PersonName } from './records.js'
import { readCountry, readEmail, readPhone } from './text-rules.js'
import { readVerificationType } from './verification-types.js'

/** A person as the input describes them, who has no id yet. */
export type NewIndividual = Omit<IndividualRecord, 'individualId'>

/** How long the notes on a person may be. */
export const maxNotesLength = 10_000

/** Reads the people of an input. */
export function readIndividuals(input: Input, caseTypeId: number): readonly NewIndividual[] {
  return input.nodes('individuals').map((person) => {
    const individual = readIndividual(person, {
      isCaseContact: person.flag('isCaseContact') ?? false,
      needsVerification: person.flag('needsVerification') ?? false,
      verificationTypeId: readVerificationType(person, 'verificationType') ?? caseTypeId,
    })
    if (individual.isCaseContact) checkContact(person, individual)
    return individual
  })
}

/** Reads the one person of a lite case, who is its contact and has to be verified. */
export function readLiteIndividual(input: Input, caseTypeId: number): readonly NewIndividual[] {
  const person = input.node('individual')
  if (person === undefined) return []
  person.requiredText('emailAddress')
  person.requiredText('phoneNumber')
  const flags = { isCaseContact: true, needsVerification: true, verificationTypeId: caseTypeId }
  return [readIndividual(person, flags)]
}

interface Flags {
  readonly isCaseContact: boolean
  readonly needsVerification: boolean
  readonly verificationTypeId: number
}

function readIndividual(person: Input, flags: Flags): NewIndividual {
  const preferredName = readName(person, 'preferredName')
  const legalName = person.node('legalName') && readName(person, 'legalName')
  return {
    preferredName,
    legalName: legalName ?? preferredName,
    dateOfBirth: person.text('dateOfBirth') ?? null,
    emailAddress: readEmail(person, 'emailAddress') ?? null,
    phoneNumber: readPhone(person, 'phoneNumber') ?? null,
    citizenship: readCountry(person, 'citizenship') ?? null,
    address: readAddress(person, 'address'),
    notes: person.text('notes', maxNotesLength) ?? null,
    isCaseContact: flags.isCaseContact,
    verificationTypeId: flags.verificationTypeId,
    checks: newChecks(flags.needsVerification),
    exception: null,
    documents: [],
  }
}

/** Reads a name; without first and last name it is a problem. */
export function readName(input: Input, name: string): PersonName {
  const node = input.node(name)
  const parts = {
    firstName: node?.text('firstName') ?? null,
    middleName: node?.text('middleName') ?? null,
    lastName: node?.text('lastName') ?? null,
  }
  if (parts.firstName === null && parts.lastName === null) {
    input.problems.push(required([...input.at(name), 'firstName']))
  }
  return parts
}

/** Notes that a contact cannot be reached. */
export function checkContact(
  input: Input,
  person: Pick<NewIndividual, 'emailAddress' | 'phoneNumber'>,
): void {
  if (person.emailAddress === null && person.phoneNumber === null) {
    input.problems.push(required(input.at('emailAddress')))
  }
}
