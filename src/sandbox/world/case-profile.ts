// What every new standard case says besides whom it is about, and where it belongs.
import type { ApiClient } from './api-clients.js'
import { type Input, noteOther, noteUnresolvable } from './input.js'
import { findOrganization, type Organization, verificationTypes } from './organizations.js'
import { other, required, unresolvable } from './problems.js'
import type { CaseProfile, Contact } from './records.js'
import { readEmail } from './text-rules.js'
import { readVerificationType } from './verification-types.js'

/** Organization and office of a new case. */
export interface CaseHome {
  readonly organization: Organization | undefined
  readonly officeKey: string | null
}

/** Reads where a new case belongs: an organization that has offices wants one of them. */
export function readHome(input: Input, client: ApiClient): CaseHome {
  const organization = findOrganization(client, input.id('organizationId'))
  if (organization === undefined) {
    noteUnresolvable(input, 'organizationId')
    return { organization, officeKey: null }
  }
  const officeKey = input.text('officeId') ?? null
  if (officeKey === null && organization.offices.length > 0) {
    input.problems.push(required(input.at('officeId')))
  } else if (officeKey !== null && !organization.offices.some(({ key }) => key === officeKey)) {
    noteUnresolvable(input, 'officeId')
  }
  return { organization, officeKey }
}

const transactionValues = { minimum: 0, maximum: 1_000_000_000_000 }

/** Reads the profile of a new case; members that the input does not know count as left out. */
export function readProfile(input: Input, organization: Organization | undefined): CaseProfile {
  const transactionValue = input.number('transactionValue') ?? null
  const { minimum, maximum } = transactionValues
  if (transactionValue !== null && (transactionValue < minimum || transactionValue > maximum)) {
    const message = `transactionValue must lie between ${minimum} and ${maximum}.`
    const fieldPath = input.at('transactionValue')
    input.problems.push({ kind: 'Range', fieldPath, message, minimum, maximum })
  }
  return {
    name: input.text('name') ?? null,
    cddLevel: input.text('cddLevel') ?? null,
    riskAssessment: input.text('riskAssessment') ?? null,
    capturedActivity: input.text('capturedActivity', 1_000) ?? null,
    nature: input.text('nature', 1_000) ?? null,
    purpose: input.text('purpose', 1_000) ?? null,
    transactionValue,
    lead: readContact(input, 'lead'),
    requestor: readContact(input, 'requestor'),
    assignedUserIds: readAssignedUsers(input, organization),
    verificationTypeId:
      readVerificationType(input, 'individualVerificationType') ??
      verificationTypes[0].verificationTypeId,
  }
}

function readContact(input: Input, name: string): Contact | null {
  const contact = input.node(name)
  if (contact === undefined) return null
  const fullName = contact.requiredText('fullName')
  const emailAddress = contact.requiredText('emailAddress')
  if (emailAddress !== '') readEmail(contact, 'emailAddress')
  return { fullName, emailAddress }
}

function readAssignedUsers(input: Input, organization: Organization | undefined): string[] {
  return input.texts('assignedUsers').map(({ value, path }) => {
    const user = organization?.users.find(({ id }) => id === value)
    if (user === undefined) {
      // Of an organization that is out of reach nothing can be said.
      if (organization !== undefined) input.problems.push(unresolvable(path))
    } else if (!user.canBeAssignedToCases || user.disabled) {
      input.problems.push(other(path, 'This user cannot be assigned to cases.'))
    }
    return value
  })
}

/** Reads whether the case is handed over at once; that takes a case contact. */
export function readIsSubmitted(
  input: Input,
  people: readonly { readonly isCaseContact: boolean }[],
): boolean {
  const isSubmitted = input.text('initialState') === 'SUBMIT_TO_FIRST_AML'
  if (isSubmitted && !people.some(({ isCaseContact }) => isCaseContact)) {
    const name = input.has('individuals') ? 'individuals' : 'initialState'
    noteOther(input, name, 'SUBMIT_TO_FIRST_AML needs an individual with isCaseContact: true.')
  }
  return isSubmitted
}
