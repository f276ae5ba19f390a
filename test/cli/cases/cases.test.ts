// `cases list` and `cases show`.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../../../src/index.js'
import { UpdateCaseReferenceDocument } from '../../../src/operations.js'
import { createSandbox, type Sandbox } from '../../../src/sandbox/index.js'
import { environmentOf, runCli } from '../rig.js'

let sandbox: Sandbox
let env: Record<string, string>
beforeAll(async () => {
  sandbox = await createSandbox({ cases: 130, clock: { now: () => Date.UTC(2026, 0, 10) } })
  env = environmentOf(sandbox)
})
afterAll(() => sandbox.close())

const cases = (...argv: string[]) => runCli(['cases', ...argv], { env })

async function listIds(...flags: string[]): Promise<string[]> {
  const { stdout } = await cases('list', '--json', ...flags)
  const { cases: list } = JSON.parse(stdout) as { cases: Array<{ caseId: string }> }
  return list.map(({ caseId }) => caseId)
}

describe('cases list', { timeout: 30_000 }, () => {
  it('shows the cases that changed last, as a table, and that there are more', async () => {
    const { exitCode, stdout, stderr } = await cases('list', '--max', '3')
    expect(exitCode).toBe(0)
    const [head, ...rows] = stdout.trimEnd().split('\n')
    expect(head).toMatch(/^CASE +STATUS +TYPE +REFERENCE +UPDATED \(UTC\) +NAME$/)
    expect(rows.map((row) => row.slice(0, 4))).toEqual(['1130', '1129', '1128'])
    expect(rows[0]).toContain('2026-01-09 23:00')
    expect(stderr).toContain('There are more than these 3')
  })

  it('gives the same to programs with --json', async () => {
    const { stdout } = await cases('list', '--max', '1', '--json')
    expect(JSON.parse(stdout)).toEqual({
      cases: [
        {
          caseId: '1130',
          caseStatus: expect.any(String),
          caseType: expect.any(String),
          reference: null,
          name: expect.any(String),
          lastUpdatedOn: '2026-01-09T23:00:00.000Z',
        },
      ],
      hasMore: true,
    })
  })

  it('goes over as many pages as it takes, and asks for no more', async () => {
    const start = sandbox.requests.length
    expect(await listIds('--max', '120')).toHaveLength(120)
    const asked = sandbox.requests.slice(start).map(({ operationName }) => operationName)
    expect(asked).toEqual(['SearchCases', 'NextPageOfCases'])
  })

  it('filters as searchCases does', async () => {
    expect(await listIds('--search', 'CRM-1006')).toEqual(['1006'])
    expect(await listIds('--oldest-first', '--max', '2')).toEqual(['1001', '1002'])
    expect(await listIds('--updated-after', '2026-01-09T22:00:00Z')).toEqual(['1130'])
    expect(await listIds('--updated-after', '2026-01-10')).toEqual([])
    const withReference = await listIds('--reference', '--max', '200')
    const without = await listIds('--no-reference', '--max', '200')
    expect([...withReference, ...without]).toHaveLength(130)
    expect(await listIds('--search', 'CRM-1006', '--no-reference')).toEqual([])
    const tussock = await listIds('--organization', 'org-tussock', '--max', '200')
    expect(tussock).toContain('1014')
    expect(tussock).not.toContain('1001')
  })

  it('says when no case fits', async () => {
    expect(await cases('list', '--search', 'nothing is called this')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'No case fits.\n',
    })
  })

  it('lets no text of a case steer the terminal', async () => {
    const client = createClient({ baseUrl: sandbox.url, ...sandbox.credentials })
    const reference = '\u001b[2Jgone\u202e'
    await client.request(UpdateCaseReferenceDocument, { input: { caseId: '1003', reference } })
    client.dispose()
    for (const argv of [
      ['list', '--search', 'gone'],
      ['show', '1003'],
    ]) {
      const { stdout } = await cases(...argv)
      expect(stdout).toContain('[2Jgone')
      for (const character of ['\u001b', '\u202e']) expect(stdout).not.toContain(character)
    }
  })
})

describe('cases show', { timeout: 30_000 }, () => {
  it('shows status, people and entities with their checks, exceptions and documents', async () => {
    const { exitCode, stdout } = await cases('show', '1001')
    expect(exitCode).toBe(0)
    for (const line of [
      /^Case 1001 {2}Aroha Example, Ben Example, Cleo Example$/m,
      /^ {4}Status {5}READY_FOR_REVIEW$/m,
      /^ {4}Reference {2}CRM-1001$/m,
      /^People\n {2}200001 {2}Aroha Example \(contact, legally Aroha Rowan Example\)$/m,
      /^ {4}checks {5}PASS\n +legalName PASS, .*pep NO_MATCH, sanctions NO_MATCH/m,
      /^ {4}exception {2}TEMPORARY: Known to the firm for years\.$/m,
      /^ {4}document {3}400001 {2}PASSPORT Passport, 2 files$/m,
      /^Entities\n {2}300001 {2}Harbour Example Holdings Limited \(PRIVATE_COMPANY, \d+, NZ\)$/m,
      /^Documents of the case\n {4}document {3}400003 {2}OTHER, 1 file$/m,
    ]) {
      expect(stdout).toMatch(line)
    }
  })

  it('joins the parts to one object with --json', async () => {
    const { stdout } = await cases('show', '1001', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      caseId: '1001',
      caseStatus: 'READY_FOR_REVIEW',
      individuals: [
        {
          individualId: '200001',
          individualVerificationChecksStatus: { overall: 'PASS' },
          exception: null,
          documents: [{ documentId: '400001', files: [{}, {}] }],
        },
        { individualId: '200002', exception: { exceptionType: 'TEMPORARY' }, documents: [] },
        { individualId: '200003' },
      ],
      entities: [
        { entityId: '300001', documents: [{ documentId: '400002' }] },
        { entityId: '300002', exception: { exceptionType: 'PERMANENT' } },
      ],
      documents: [{ documentId: '400003' }],
    })
  })

  it('says with 1 that there is no such case, and with 2 that none was named', async () => {
    const unknown = await cases('show', '99')
    expect([unknown.exitCode, unknown.stdout]).toEqual([1, ''])
    expect(unknown.stderr).toMatch(/^firstaml: There is no case "99" within reach .* cases list /)
    const none = await cases('show')
    expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining("argument 'case'")])
  })
})
