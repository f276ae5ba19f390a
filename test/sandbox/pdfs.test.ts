import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Sandbox, WorldEvent } from '../../src/sandbox/index.js'
import { enter, type Outsider } from './outsider.js'
import { closeSandboxes, startOfTest, startSandbox } from './support.js'

let sandbox: Sandbox
let outsider: Outsider
let events: WorldEvent[]

beforeEach(async () => {
  sandbox = await startSandbox({ listen: false })
  outsider = await enter(sandbox)
  events = []
  sandbox.world.onEvent((event) => events.push(event))
})
afterEach(closeSandboxes)

const create = () =>
  outsider.result('mutation { createCasePdf(input: { caseId: 1006 }) { id type status url } }')
const list = async () => {
  const query =
    '{ caseDetails(caseId: "1006") { ... on CaseInformation { pdfs { id status url } } } }'
  return (await outsider.result(query)).pdfs
}
const url = (id: number) => `http://127.0.0.1:0/pdfs/${id}`
const seeded = { id: 600003, status: 'COMPLETED', url: url(600003) }

describe('a PDF', () => {
  it('is being made for half a minute, and then there', async () => {
    expect(await create()).toEqual({
      id: 600004,
      type: 'CASE_SUMMARY',
      status: 'PROCESSING',
      url: null,
    })
    sandbox.advanceTime(29_999)
    expect(await list()).toEqual([seeded, { id: 600004, status: 'PROCESSING', url: null }])
    expect((await outsider.send(url(600004))).status).toBe(404)
    sandbox.advanceTime(1)
    const made = { id: 600004, status: 'COMPLETED', url: url(600004) }
    expect(await list()).toEqual([seeded, made])
    expect(events).toEqual([
      {
        type: 'PdfUpdated',
        caseId: '1006',
        organizationId: 'org-harbour',
        officeKey: 'off-wellington',
        pdfId: 600004,
        pdfUrl: url(600004),
        status: 'COMPLETED',
        occurredAt: startOfTest + 30_000,
      },
    ])
  })

  it('is fetched like a file, with the token, and is a real one', async () => {
    const anonymous = await sandbox.fetch(seeded.url, { headers: { 'user-agent': 'x' } })
    expect(anonymous.status).toBe(401)
    const response = await outsider.send(seeded.url)
    expect(response.headers.get('content-type')).toBe('application/pdf')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="case-1006.pdf"')
    const text = await response.text()
    expect(text).toMatch(/^%PDF-1\.4\n/)
    expect(text).toMatch(/%%EOF\n$/)
    expect(text).toContain('(Case 1006: Finn Example) Tj')
    // The table at the end says where each object begins.
    const table = Number(/startxref\n(\d+)/.exec(text)?.[1])
    expect(text.slice(table, table + 5)).toBe('xref\n')
    for (const [index, entry] of [...text.matchAll(/(\d{10}) 00000 n /g)].entries()) {
      expect(text.slice(Number(entry[1]))).toMatch(new RegExp(`^${index + 1} 0 obj\n`))
    }
  })

  it('can be made to fail, or to be there at once, and then stays so', async () => {
    await create()
    await create()
    sandbox.world.failPdf(600004)
    sandbox.world.completePdf(600005)
    sandbox.world.completePdf(600004)
    sandbox.advanceTime(60_000)
    expect(await list()).toEqual([
      seeded,
      { id: 600004, status: 'FAILED', url: null },
      { id: 600005, status: 'COMPLETED', url: url(600005) },
    ])
    expect(events).toMatchObject([{ status: 'FAILED' }, { status: 'COMPLETED' }])
  })
})
