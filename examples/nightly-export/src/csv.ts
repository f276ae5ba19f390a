// The same cases for people with a spreadsheet (RFC 4180).
import { createReadStream, createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'

const columns = ['caseId', 'name', 'reference', 'caseType', 'caseStatus', 'lastUpdatedOn'] as const

/** Writes a table of the cases of a file of JSON lines. */
export async function writeCsv(jsonPath: string, csvPath: string): Promise<void> {
  const lines = createInterface({ input: createReadStream(jsonPath), crlfDelay: Infinity })
  async function* rows(): AsyncGenerator<string> {
    yield `${columns.join()},documents\r\n`
    for await (const line of lines) {
      const found = JSON.parse(line)
      const cells = [...columns.map((column) => found[column]), found.documents.length]
      yield `${cells.map(writeCell).join()}\r\n`
    }
  }
  await pipeline(rows(), createWriteStream(`${csvPath}.new`, { flush: true }))
  await rename(`${csvPath}.new`, csvPath)
}

function writeCell(value: unknown): string {
  const text = String(value ?? '')
  // A spreadsheet would take it for a formula, and names come from people.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
