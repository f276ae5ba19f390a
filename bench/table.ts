/** Rows of text under a head, printed for eyes or for the documentation. */
export interface Table {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export function formatPlain({ title, head, rows }: Table): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
  const rule = widths.map((width) => '-'.repeat(width)).join('  ')
  return [title, '', line(head), rule, ...rows.map(line)].join('\n')
}

export function formatMarkdown({ title, head, rows }: Table): string {
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`
  const rule = `| --- |${' ---: |'.repeat(head.length - 1)}`
  return [`**${title}**`, '', line(head), rule, ...rows.map(line)].join('\n')
}

/** Milliseconds, with a decimal where it says something. */
export function formatMs(ms: number): string {
  return `${Math.abs(ms) < 10 ? ms.toFixed(1) : Math.round(ms)} ms`
}
