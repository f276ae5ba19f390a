// PDFs of cases: asked for, being made for half a minute of the sandbox's clock, then ready.
import type { ApiClient } from './api-clients.js'
import { readCaseToChange } from './cases.js'
import type { Input } from './input.js'
import { writePdf } from './pdf-bytes.js'
import type { Outcome } from './problems.js'
import type { CaseRecord, PdfRecord } from './records.js'
import type { World } from './world.js'

const pdfMs = 30_000

/** Starts to make a PDF. */
export function createPdf(world: World, client: ApiClient, input: Input): Outcome<PdfRecord> {
  const item = readCaseToChange(world, client, input)
  if ('problems' in item) return item
  const pdf: PdfRecord = { pdfId: world.nextId('pdf'), status: 'PROCESSING', contents: null }
  item.pdfs.push(pdf)
  world.pdfs.set(pdf.pdfId, { item, pdf })
  world.touch(item)
  world.schedule(pdfMs, () => endPdf(world, item, pdf, 'COMPLETED'))
  return pdf
}

/** Ends the making of a PDF; one that has ended stays as it is. */
export function endPdf(
  world: World,
  item: CaseRecord,
  pdf: PdfRecord,
  status: 'COMPLETED' | 'FAILED',
): void {
  if (pdf.status !== 'PROCESSING') return
  pdf.status = status
  if (status === 'COMPLETED') pdf.contents = writeLater(item, world.now())
  world.touch(item)
  const { pdfId } = pdf
  world.emit(item, { type: 'PdfUpdated', pdfId, status, pdfUrl: world.links.pdf(pdfId) })
}

/** What the case says now, as a PDF that is written when somebody fetches it. */
export function writeLater(item: CaseRecord, madeAt: number): () => Uint8Array<ArrayBuffer> {
  const lines = [
    'Case summary (sandbox)',
    `Case ${item.caseId}: ${item.name ?? 'without a name'}`,
    `Status: ${item.caseStatus}`,
    `People: ${item.individuals.length}, entities: ${item.entities.length}`,
    `Made: ${new Date(madeAt).toISOString()}`,
  ]
  return () => writePdf(lines)
}
