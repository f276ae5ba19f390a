// The cases a sandbox starts with. The last was changed an hour before the start, the one before
// it two hours, and so on; everything else follows from a case's place in the row.
import { openCase } from './open-case.js'
import { writeLater } from './pdfs.js'
import { startChecks } from './progress.js'
import type { CaseProfile, CaseRecord } from './records.js'
import type { SeedCase } from './seed-case.js'
import { describedCases, plainCase } from './seed-cases.js'
import { seedPerson } from './seed-parts.js'
import type { World } from './world.js'

const hourMs = 3_600_000

/** Puts that many cases into an empty world. */
export function seedWorld(world: World, count: number): void {
  for (let number = 0; number < count; number += 1) {
    const seed = describedCases[number]?.(world) ?? plainCase(number)
    seedCase(world, seed, number, world.now() - (count - number) * hourMs)
  }
}

function seedCase(world: World, seed: SeedCase, number: number, updatedAt: number): void {
  const { individuals = [seedPerson(world, number)], entities = [] } = seed
  // Nobody hears of cases that have long been there.
  const item = openCase(
    { ...world, emit: () => undefined },
    {
      caseType: seed.caseType ?? 'STANDARD',
      organizationId: seed.organizationId ?? 'org-harbour',
      officeKey: seed.officeKey === undefined ? 'off-wellington' : seed.officeKey,
      reference: seed.reference ?? null,
      notes: seed.notes ?? null,
      isSubmitted: false,
      profile: profileOf(seed),
      individuals,
      entities,
      ...(seed.facts ? { facts: seed.facts } : {}),
    },
  )
  // Its past was another than that of a case that is opened now.
  Object.assign(item, {
    caseStatus: seed.status,
    createdAt: updatedAt - 48 * hourMs,
    receivedAt: updatedAt - (seed.status === 'DRAFT' ? 48 : 24) * hourMs,
    updatedAt,
  })
  settleChecks(world, item, seed)
  for (let made = 1; made <= (seed.pdfs ?? 0); made += 1) {
    const status = made === seed.pdfs ? 'COMPLETED' : 'SUPERSEDED'
    const pdf = {
      pdfId: world.nextId('pdf'),
      status,
      contents: writeLater(item, updatedAt),
    } as const
    item.pdfs.push(pdf)
    world.pdfs.set(pdf.pdfId, { item, pdf })
  }
  fileAway(world, item)
}

/** Checks have ended where the status says so; those of a case in progress begin now. */
function settleChecks(world: World, item: CaseRecord, seed: SeedCase): void {
  if (item.caseStatus === 'IN_PROGRESS') startChecks(world, item)
  if (!['READY_FOR_REVIEW', 'COMPLETED', 'DELETED'].includes(item.caseStatus)) return
  for (const { checks, exception } of [...item.individuals, ...item.entities]) {
    if (exception !== null) continue
    checks.startedAt = item.receivedAt
    checks.result = { outcome: seed.outcome ?? 'PASS', endedAt: item.updatedAt }
  }
}

function fileAway(world: World, item: CaseRecord): void {
  const owners = [item, ...item.individuals, ...item.entities]
  for (const document of owners.flatMap(({ documents }) => documents)) {
    for (const file of document.files) world.files.set(file.fileId, { item, document, file })
  }
}

function profileOf({ riskAssessment = 'LOW', organizationId }: SeedCase): CaseProfile {
  return {
    name: null,
    cddLevel: riskAssessment === 'HIGH' ? 'ENHANCED' : 'STANDARD',
    riskAssessment,
    capturedActivity: 'Conveyancing',
    nature: 'Occasional',
    purpose: 'Purchase of a home',
    transactionValue: 1_250_000.5,
    lead: { fullName: 'Mereana Example', emailAddress: 'mereana@harbour-example.test' },
    requestor: null,
    assignedUserIds: [organizationId === 'org-tussock' ? 'usr-2001' : 'usr-1001'],
    verificationTypeId: 11,
  }
}
