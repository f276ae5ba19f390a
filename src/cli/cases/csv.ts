/**
 * CSV as RFC 4180 has it: lines end in CR LF, and a cell that holds a comma, a quote or a line end
 * stands in quotes, its own quotes doubled.
 *
 * Spreadsheets take a cell for a formula when it begins with certain characters, quoted or not, and
 * names in a case are typed by people outside. Such a cell gets an apostrophe in front, which
 * spreadsheets read as "this is text".
 */

/** Beginnings that Excel, LibreOffice or Google Sheets take for a formula, full-width ones included. */
const formulaStart = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

const needsQuotes = /[",\r\n]/

/** Puts an apostrophe before what a spreadsheet would compute. */
export function guardCell(cell: string): string {
  return formulaStart.test(cell) ? `'${cell}` : cell
}

/** One line, its end included. What is null becomes an empty cell. */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map(writeCell).join(',')}\r\n`
}

function writeCell(cell: string | null): string {
  if (cell === null) return ''
  return needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
