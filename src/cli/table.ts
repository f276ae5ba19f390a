/** Tables for people. What stands in a cell came from elsewhere, and must not steer the terminal. */
import type { Paint } from './paint.js'

const unprintable = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu
/** Characters that take two columns: East Asian ones, and pictures. */
const wide =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6])/u
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Text from elsewhere as one harmless line: no escape sequences, no line breaks. */
export function printable(text: string): string {
  return text.replaceAll(unprintable, ' ').trim()
}

/** How many columns of a terminal a text takes. */
function displayWidth(text: string): number {
  let width = 0
  for (const { segment } of graphemes.segment(text)) width += wide.test(segment) ? 2 : 1
  return width
}

/**
 * A table as text that ends with a line break, its columns as wide as their widest cell.
 *
 * @param paint - the styles of the stream that the table is for.
 */
export function formatTable(
  head: readonly string[],
  rows: ReadonlyArray<readonly string[]>,
  paint: Paint,
): string {
  const clean = rows.map((row) => row.map(printable))
  const widths = head.map((title, column) =>
    Math.max(displayWidth(title), ...clean.map((row) => displayWidth(row[column] ?? ''))),
  )
  const line = (cells: readonly string[]) =>
    widths
      .map((width, column) => {
        const cell = cells[column] ?? ''
        return cell + ' '.repeat(width - displayWidth(cell))
      })
      .join('  ')
      .trimEnd()
  return [paint.bold(line(head)), ...clean.map(line)].map((text) => `${text}\n`).join('')
}
