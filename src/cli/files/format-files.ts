/** What became of the files of a case, for people and for programs. */
import type { Cli } from '../cli.js'
import { formatBytes } from '../progress-line.js'
import { printable } from '../table.js'
import type { FileOutcome, FileResult } from './download-files.js'

type Outcome = FileOutcome['outcome']

/** How many files came to each end. */
export function countOutcomes(results: readonly FileResult[]): Readonly<Record<Outcome, number>> {
  const counts = { saved: 0, present: 0, empty: 0, failed: 0, skipped: 0 }
  for (const { result } of results) counts[result.outcome]++
  return counts
}

/** One line a file; what was not fetched says why. */
export function formatFiles(results: readonly FileResult[], paint: Cli['paint']): string {
  return results.map((result) => formatFile(result, paint)).join('')
}

function formatFile({ file, result }: FileResult, paint: Cli['paint']): string {
  const name = printable(file.name)
  switch (result.outcome) {
    case 'saved':
      return `${paint.green('saved')}    ${name}  ${formatBytes(result.bytes)}\n`
    case 'present':
      return `${paint.dim('present')}  ${name}  ${formatBytes(result.bytes)}\n`
    case 'empty':
      return `${paint.dim('empty')}    ${name}  nothing has been uploaded to it\n`
    case 'failed':
      return `${paint.red('failed')}   ${name}  ${printable(result.error.message)}\n`
    case 'skipped':
      return `${paint.yellow('skipped')}  ${name}\n`
  }
}

/** `3 saved, 1 failed`: only what there is. */
export function summarizeFiles(results: readonly FileResult[]): string {
  const counts = Object.entries(countOutcomes(results)).filter(([, count]) => count > 0)
  return `${counts.map(([outcome, count]) => `${count} ${outcome}`).join(', ')}.`
}

/** The same for programs. */
export function reportFiles(results: readonly FileResult[]) {
  return results.map(({ file: { name, documentId, fileId }, result }) => ({
    name,
    documentId,
    fileId,
    ...result,
  }))
}
