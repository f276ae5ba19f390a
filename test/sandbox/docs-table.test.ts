// docs/sandbox-behaviour.md promises the first cases; this holds the sandbox to it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { enter } from './outsider.js'
import { closeSandboxes, isRecord, startSandbox } from './support.js'

afterEach(closeSandboxes)

const page = readFileSync(join(import.meta.dirname, '../../docs/sandbox-behaviour.md'), 'utf8')
const rows = page
  .split('\n')
  .filter((line) => /^\| 1\d{3} \|/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

it('starts with the cases that the page lists', async () => {
  const { result } = await enter(await startSandbox({ listen: false }))
  const { cases } = await result(
    `{ searchCases(input: { sortField: UPDATED_ON, sortDirection: ASCENDING }) { ... on PageOfCasesMatchingSearch { cases {
      caseId caseType caseStatus reference office { key } organization { organizationId } documents { documentId }
      individuals { individualId documents { documentId files { fileId } } } entities { entityId documents { documentId } } pdfs { id } } } } }`,
  )
  const found = Array.isArray(cases) ? cases.filter(isRecord) : []
  const shown = found.map(({ caseId, caseType, caseStatus, office, organization, reference }) => {
    const key = isRecord(office)
      ? office.key
      : isRecord(organization) && organization.organizationId
    return [caseId, caseType, caseStatus, key, reference ?? '']
  })
  expect(shown).toEqual(rows.map((cells) => cells.slice(0, 5)))
  for (const [index, cells] of rows.entries()) {
    const text = JSON.stringify(found[index])
    for (const [id] of (cells[5] ?? '').matchAll(/\d{6}/g)) expect(text).toContain(id)
  }
})
