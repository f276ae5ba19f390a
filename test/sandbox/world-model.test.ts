// Whatever is done in whatever order, what a client can see makes sense.
//
// WORLD_RUNS=1000 npx vitest run test/sandbox/world-model looks longer.
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import { enter } from './outsider.js'
import { closeSandboxes, isRecord, startSandbox } from './support.js'
import { type Aftermath, anyCommand, type Real, type SeenCase } from './world-commands.js'

const runs = Number(process.env.WORLD_RUNS ?? 12)

afterEach(closeSandboxes)

const page = `__typename ... on PageOfCasesMatchingSearch { nextCursor hasNextPage cases {
  caseId caseStatus caseType name reference notes lastUpdatedOn
  individuals { individualId isCaseContact emailAddress phoneNumber requiresCDD
    individualVerificationChecksStatus { overall } latestVerificationReport { generatedOn } exception { reason isResolved }
    documents { documentId files { fileId contentsUrl } } }
  entities { entityId verificationCheckStatus { overall } exception { reason } documents { documentId } }
  entityStructure { entityRelationships { ... on RootEntityRelationship { entityId } ... on ShareholdingEntityRelationship { entityId } ... on ControllingEntityRelationship { entityId } } }
  pdfs { id status url } } }`

/** Everything, through pages of three. */
async function look({ outsider }: Real): Promise<SeenCase[]> {
  const cases: SeenCase[] = []
  let answer = await outsider.result(
    `{ searchCases(input: { pageSize: 3, sortField: UPDATED_ON, sortDirection: ASCENDING }) { ${page} } }`,
  )
  for (;;) {
    for (const item of list(answer.cases)) {
      const lastUpdatedOn = String(item.lastUpdatedOn)
      cases.push({ ...item, caseId: String(item.caseId), lastUpdatedOn })
    }
    if (answer.hasNextPage !== true) return cases
    answer = await outsider.result(
      `query ($cursor: String!) { nextPageOfCases(input: { cursor: $cursor }) { ${page} } }`,
      { cursor: answer.nextCursor },
    )
  }
}

function list(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

const statuses = [
  ...['ABANDONED', 'COMPLETED', 'DELETED', 'DORMANT', 'DRAFT', 'IN_PROGRESS', 'ON_HOLD'],
  'READY_FOR_REVIEW',
]

function expectSense(cases: readonly SeenCase[]): void {
  const people = cases.flatMap((item) => list(item.individuals))
  const documents = [...people, ...cases.flatMap((item) => list(item.entities))].flatMap((owner) =>
    list(owner.documents),
  )
  const pdfs = cases.flatMap((item) => list(item.pdfs))
  for (const ids of [
    cases.map(({ caseId }) => caseId),
    people.map(({ individualId }) => individualId),
    documents.map(({ documentId }) => documentId),
    documents.flatMap(({ files }) => list(files).map(({ fileId }) => fileId)),
    pdfs.map(({ id }) => id),
  ]) {
    expect(new Set(ids).size).toBe(ids.length)
  }
  const times = cases.map(({ lastUpdatedOn }) => lastUpdatedOn)
  expect(times).toEqual(times.toSorted())
  for (const { status, url } of pdfs) {
    expect(url !== null).toBe(status === 'COMPLETED' || status === 'SUPERSEDED')
  }
  for (const item of cases) {
    expect(statuses).toContain(item.caseStatus)
    const entityIds = list(item.entities).map(({ entityId }) => entityId)
    const edges = isRecord(item.entityStructure) ? item.entityStructure.entityRelationships : []
    for (const { entityId } of list(edges)) expect(entityIds).toContain(entityId)
    if (item.caseType === 'LITE') expect(item.individuals).toHaveLength(1)
    for (const person of list(item.individuals)) {
      if (person.isCaseContact) expect(person.emailAddress ?? person.phoneNumber).not.toBeNull()
      const checks = person.individualVerificationChecksStatus
      const overall = isRecord(checks) ? checks.overall : undefined
      expect(overall === 'PASS').toBe(person.latestVerificationReport !== null)
    }
  }
}

it('stays in order under any sequence of changes', { timeout: 30_000 + runs * 1_000 }, async () => {
  const aftermath: Aftermath = async (model, real, { refused, events }) => {
    const cases = await look(real)
    // What time brings is always told of.
    if (refused && events.length === 0) expect(cases).toEqual(model.cases)
    expectSense(cases)
    const after = new Map(cases.map((item) => [item.caseId, item]))
    for (const before of model.cases) {
      const now = after.get(before.caseId)
      if (now === undefined) throw new Error(`case ${before.caseId} has vanished`)
      if (JSON.stringify(now) !== JSON.stringify(before)) {
        expect(Date.parse(now.lastUpdatedOn)).toBeGreaterThan(Date.parse(before.lastUpdatedOn))
      }
      if (now.caseStatus !== before.caseStatus) {
        const told = events.flatMap((event) =>
          event.type === 'CaseStatusUpdated' && event.caseId === now.caseId
            ? [event.caseStatus]
            : [],
        )
        expect(told.at(-1)).toBe(now.caseStatus)
      }
    }
    model.cases = cases
  }
  await fc.assert(
    fc.asyncProperty(
      fc.commands([anyCommand(aftermath)], { maxCommands: 25, size: 'max' }),
      async (commands) => {
        const sandbox = await startSandbox({
          listen: false,
          cases: 8,
          tokenLifetimeSeconds: 1_000_000,
        })
        const real = { sandbox, outsider: await enter(sandbox) }
        await fc.asyncModelRun(async () => ({ model: { cases: await look(real) }, real }), commands)

        // In the end no case is left in progress, whatever held it up.
        sandbox.advanceTime(60 * 60_000)
        const cases = await look(real)
        expectSense(cases)
        expect(cases.filter(({ caseStatus }) => caseStatus === 'IN_PROGRESS')).toEqual([])
        await expectResolvable(real, cases)
      },
    ),
    { numRuns: runs },
  )
})

/** Every case is found by its id, and every PDF at its address. */
async function expectResolvable(real: Real, cases: readonly SeenCase[]): Promise<void> {
  for (const { caseId, pdfs } of cases) {
    const details = `{ caseDetails(caseId: "${caseId}") { ... on CaseInformation { caseId } } }`
    expect(await real.outsider.result(details)).toEqual({ caseId })
    for (const { url } of list(pdfs)) {
      if (url === null) continue
      expect(await (await real.outsider.send(String(url))).text()).toMatch(/^%PDF-/)
    }
  }
}
