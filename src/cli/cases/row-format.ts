/** How a case becomes a line of an export. */
import type { CaseListItem } from 'firstaml-client'
import { csvLine, guardCell } from './csv.js'

/** The formats of `cases export`. */
export const exportFormats = ['jsonl', 'csv'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** In the order in which they are written. */
const columns = [
  'caseId',
  'caseStatus',
  'caseType',
  'reference',
  'name',
  'lastUpdatedOn',
] as const satisfies readonly (keyof CaseListItem)[]

export interface RowFormat {
  /** Tells one way to write from another. */
  readonly id: string
  /** What the file begins with. */
  readonly head: string
  /** One case as a line, its end included. */
  readonly line: (item: CaseListItem) => string
}

export interface RowFormatOptions {
  /** CSV begins with a byte order mark, by which Excel knows UTF-8. */
  readonly bom?: boolean | undefined
  /** CSV cells are written as they are, even if a spreadsheet would compute them. */
  readonly raw?: boolean | undefined
}

export function createRowFormat(
  format: ExportFormat,
  { bom = false, raw = false }: RowFormatOptions = {},
): RowFormat {
  if (format === 'jsonl') {
    return { id: 'jsonl', head: '', line: (item) => `${JSON.stringify(pick(item))}\n` }
  }
  return {
    id: `csv${bom ? ' bom' : ''}${raw ? ' raw' : ''}`,
    head: `${bom ? '\uFEFF' : ''}${csvLine(columns)}`,
    line: (item) => {
      const cells = columns.map((column) => item[column])
      return csvLine(raw ? cells : cells.map((cell) => (cell === null ? null : guardCell(cell))))
    },
  }
}

/** The columns alone, in their order: the same case is the same line whatever else comes along. */
function pick(item: CaseListItem): Partial<CaseListItem> {
  return Object.fromEntries(columns.map((column) => [column, item[column]]))
}
