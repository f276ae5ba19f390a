/** A case as people read it. */
import type { Cli } from '../cli.js'
import { printable } from '../table.js'
import { shortMoment } from './list-cases.js'
import type { CaseReport } from './read-case.js'

type Paint = Cli['paint']
type PersonReport = CaseReport['individuals'][number]
type EntityReport = CaseReport['entities'][number]
type Exception = NonNullable<PersonReport['exception']>

interface DocumentReport {
  readonly documentId: string
  readonly type: string
  readonly title?: string
  readonly files: readonly unknown[]
}

/** Label, value and style; a value that is missing leaves its line out. */
type Fact = readonly [
  label: string,
  value: string | null | undefined,
  style?: ((text: string) => string) | undefined,
]

export function formatCase(report: CaseReport, paint: Paint): string {
  const { individuals, entities, documents, amlProfile, caseDetails } = report
  const heading = [`Case ${report.caseId}`, report.name]
    .filter(Boolean)
    .map((text) => printable(text ?? ''))
  return [
    `${paint.bold(heading.join('  '))}\n`,
    facts([
      ['Status', report.caseStatus, paint.bold],
      ['Type', report.caseType],
      ['Reference', report.reference],
      ['Office', report.office?.name],
      ['Lead', caseDetails.caseLead?.fullName],
      ['Diligence', amlProfile.cddLevel],
      ['Risk', amlProfile.riskAssessment],
      ['Created', `${shortMoment(report.createdOn)} UTC`],
      ['Updated', `${shortMoment(report.lastUpdatedOn)} UTC`],
      ['Web', report.urls.view],
    ]),
    section(
      'People',
      individuals.map((person) => formatPerson(person, paint)),
      paint,
    ),
    section(
      'Entities',
      entities.map((entity) => formatEntity(entity, paint)),
      paint,
    ),
    section('Documents of the case', documents.map(documentLine), paint),
  ].join('')
}

function formatPerson(person: PersonReport, paint: Paint): string {
  const { preferredName, legalName, individualVerificationChecksStatus: checks } = person
  const roles = [
    person.isCaseContact && 'contact',
    !person.requiresCDD && 'needs no due diligence',
    legalName.fullName !== preferredName.fullName && `legally ${legalName.fullName}`,
  ].filter((role) => role !== false)
  const { overall, dateVerified, ...single } = checks
  return [
    headLine(person.individualId, preferredName.fullName, roles),
    facts([
      ['checks', overall, statusStyle(overall, paint)],
      ['', listChecks(single)],
      ['verified', dateVerified === null ? null : `${shortMoment(dateVerified)} UTC`],
      ['exception', describeException(person.exception)],
    ]),
    person.documents.map(documentLine).join(''),
  ].join('')
}

function formatEntity(entity: EntityReport, paint: Paint): string {
  const about = [entity.entityType, entity.identifier, entity.registeredCountry?.CCA2].filter(
    (part) => part !== null && part !== undefined,
  )
  const { overall, ...single } = entity.verificationCheckStatus
  return [
    headLine(entity.entityId, entity.legalName ?? '(no name)', about),
    facts([
      ['checks', overall, statusStyle(overall, paint)],
      ['', listChecks(single)],
      ['exception', describeException(entity.exception)],
    ]),
    entity.documents.map(documentLine).join(''),
  ].join('')
}

function headLine(id: string, name: string, about: readonly string[]): string {
  const more = about.length > 0 ? ` (${about.map(printable).join(', ')})` : ''
  return `  ${printable(id)}  ${printable(name)}${more}\n`
}

/** `legalName PASS, pep NO_MATCH`, in the order of the API. */
function listChecks(checks: Readonly<Record<string, string | null>>): string {
  return Object.entries(checks)
    .map(([name, status]) => `${name} ${status ?? 'unknown'}`)
    .join(', ')
}

function describeException(exception: Exception | EntityReport['exception']): string | null {
  if (exception === null) return null
  const { exceptionType, reason, isResolved, approvedByFullName } = exception
  const state = isResolved ? ', resolved' : ''
  const approval = approvedByFullName === null ? '' : `, approved by ${approvedByFullName}`
  return `${exceptionType}${state}${approval}: ${reason}`
}

function documentLine({ documentId, type, title, files }: DocumentReport): string {
  const count = files.length === 1 ? '1 file' : `${files.length} files`
  const name = title === undefined ? type : `${type} ${title}`
  return `    document   ${printable(documentId)}  ${printable(name)}, ${count}\n`
}

function facts(list: readonly Fact[]): string {
  return list
    .map(([label, value, style = plain]) =>
      value ? `    ${label.padEnd(9)}  ${style(printable(value))}\n` : '',
    )
    .join('')
}

function section(title: string, parts: readonly string[], paint: Paint): string {
  return parts.length === 0 ? '' : `\n${paint.bold(title)}\n${parts.join('')}`
}

const plain = (text: string) => text

/** Only what asks for somebody's attention, and what is settled, stands out. */
function statusStyle(status: string, paint: Paint): Paint['bold'] {
  switch (status) {
    case 'PASS':
      return paint.green
    case 'FAIL':
      return paint.red
    case 'CONSIDER':
      return paint.yellow
    default:
      return plain
  }
}
