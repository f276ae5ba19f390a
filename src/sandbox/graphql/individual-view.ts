import { fullNameOf } from '../world/individuals.js'
import { verificationTypes } from '../world/organizations.js'
import { isOpen } from '../world/progress.js'
import type { Address, CaseRecord, IndividualRecord, PersonName } from '../world/records.js'
import { standardizePhone } from '../world/text-rules.js'
import type { World } from '../world/world.js'
import { checkStatus, reportResult, screeningResult, screeningStatus } from './check-values.js'
import { documentView } from './document-view.js'
import { exceptionView } from './exception-view.js'
import { country, instant, type View } from './view.js'

/** `CaseIndividual`. */
export function individualView(world: World, item: CaseRecord, person: IndividualRecord): View {
  const { individualId, phoneNumber } = person
  return {
    __typename: 'CaseIndividual',
    individualId,
    preferredName: nameView(person.preferredName),
    legalName: nameView(person.legalName),
    dateOfBirth: person.dateOfBirth,
    emailAddress: person.emailAddress,
    phoneNumber,
    standardizedPhoneNumber: phoneNumber && standardizePhone(phoneNumber),
    citizenship: country(person.citizenship),
    address: addressView(person.address),
    notes: person.notes,
    sourceOfWealthNotes: null,
    isCaseContact: person.isCaseContact,
    requiresCDD: person.checks.isNeeded,
    individualVerificationType: verificationTypes.find(
      ({ verificationTypeId }) => verificationTypeId === person.verificationTypeId,
    ),
    individualVerificationChecksStatus: () => checksView(person),
    latestVerificationReport: () => reportView(person),
    exception: exceptionView(person.exception),
    documents: () =>
      person.documents.map((document) =>
        documentView(world, 'IndividualDocumentInformation', document),
      ),
    urls: {
      view: world.links.individualView(item.caseId, individualId),
      verification: ({ embedded }: View) =>
        verificationLink(world, item, person, embedded === true),
    },
  }
}

/** `Address`. */
export function addressView({ countryCode, ...address }: Address): View {
  return { ...address, country: country(countryCode) }
}

function nameView(name: PersonName): View {
  return { ...name, fullName: fullNameOf(name) }
}

function checksView(person: IndividualRecord): View {
  const status = checkStatus(person)
  const screening = screeningStatus(person)
  return {
    overall: status,
    legalName: status,
    dateOfBirth: status,
    address: status,
    adverseMedia: screening,
    pep: screening,
    sanctions: screening,
    dateVerified:
      person.checks.result?.outcome === 'PASS' ? instant(person.checks.result.endedAt) : null,
  }
}

function reportView({ checks: { result } }: IndividualRecord): View | null {
  if (result === null) return null
  const { outcome } = result
  const check = reportResult(outcome)
  const screening = screeningResult(outcome)
  const document = { PASS: 'CLEAR', CONSIDER: 'CONSIDER', FAIL: 'REJECTED' }[outcome]
  return {
    generatedOn: instant(result.endedAt),
    fullName: check,
    dateOfBrith: check,
    address: check,
    governmentId: check,
    biometric: document,
    antiTampering: document,
    pep: screening,
    sanctions: screening,
  }
}

/** There is a form for people whom somebody still has to check, in a case that was handed over. */
function verificationLink(
  world: World,
  { caseId, caseStatus }: CaseRecord,
  person: IndividualRecord,
  embedded: boolean,
): View {
  if (!isOpen(person)) return invalidUrl('This individual has nothing to verify at the moment.')
  if (caseStatus !== 'IN_PROGRESS') return invalidUrl(`The case is ${caseStatus}.`)
  const url = world.links.verification(caseId, person.individualId, embedded)
  return { __typename: 'ValidUrl', url }
}

function invalidUrl(message: string): View {
  return { __typename: 'InvalidUrl', message }
}
