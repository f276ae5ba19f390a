// The first sixteen cases: every status, both types, both organizations, and among them what each
// operation needs to succeed. docs/sandbox-behaviour.md lists them; their ids are promised there.
import type { CaseStatus } from './records.js'
import type { SeedCase } from './seed-case.js'
import { seedDocument, seedEntity, seedException, seedPerson } from './seed-parts.js'
import { richCase } from './seed-rich-case.js'
import type { World } from './world.js'

/** Makes each of the first cases; in this order, since ids are counted. */
export const describedCases: readonly ((world: World) => SeedCase)[] = [
  richCase,
  () => ({ status: 'DRAFT', reference: 'CRM-1002' }),
  (world) => ({
    status: 'DRAFT',
    individuals: [seedPerson(world, 2, { isCaseContact: false })],
  }),
  (world) => ({
    status: 'IN_PROGRESS',
    reference: 'CRM-1004',
    entities: [seedEntity(world, 'Kauri Example Limited')],
  }),
  (world) => ({
    status: 'READY_FOR_REVIEW',
    individuals: [
      seedPerson(world, 4, {
        exception: seedException(world, 'TEMPORARY'),
        documents: [seedDocument(world, 'DRIVERS_LICENCE', 'Driver licence', ['.png'])],
      }),
    ],
    entities: [
      seedEntity(world, 'Rimu Example Limited', { exception: seedException(world, 'PERMANENT') }),
    ],
  }),
  () => ({ status: 'COMPLETED', reference: 'CRM-1006', notes: 'Signed off.', pdfs: 1 }),
  () => ({ status: 'ABANDONED', caseType: 'LITE' }),
  () => ({ status: 'READY_FOR_REVIEW', caseType: 'LITE', reference: 'CRM-1008' }),
  () => ({ status: 'ON_HOLD', officeKey: 'off-auckland' }),
  () => ({ status: 'DORMANT', officeKey: 'off-auckland' }),
  () => ({ status: 'DELETED' }),
  () => ({ status: 'DRAFT', caseType: 'LITE' }),
  () => ({ status: 'IN_PROGRESS', caseType: 'LITE', officeKey: 'off-auckland' }),
  (world) => ({
    status: 'COMPLETED',
    ...tussock,
    reference: 'LEDGER-7',
    entities: [seedEntity(world, 'Tussock Client Limited')],
  }),
  () => ({ status: 'DRAFT', ...tussock }),
  () => ({ status: 'READY_FOR_REVIEW', riskAssessment: 'HIGH', outcome: 'CONSIDER' }),
]

const tussock = { organizationId: 'org-tussock', officeKey: null } as const

const plainStatuses: readonly CaseStatus[] = [
  'COMPLETED',
  'READY_FOR_REVIEW',
  'COMPLETED',
  'DRAFT',
  'COMPLETED',
  'ON_HOLD',
]

/** What any further case is like. */
export function plainCase(number: number): SeedCase {
  const status = plainStatuses[number % plainStatuses.length] ?? 'COMPLETED'
  const reference = number % 2 === 0 ? `CRM-${1001 + number}` : null
  const caseType = number % 5 === 0 ? 'LITE' : 'STANDARD'
  return { status, reference, caseType, ...(number % 4 === 3 ? tussock : {}) }
}
