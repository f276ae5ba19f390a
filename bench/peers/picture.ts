/**
 * The run as a picture: a row for each client, a column of bars for each quantity, every value
 * written beside its bar. Colours follow the reader's light or dark scheme by a media query, and a
 * background of its own keeps it legible where that is not heard.
 */
import type { PeerFigures } from './measure-peers.js'
import { asDrawn, type PeerReport, type Quantity, quantities } from './report.js'

const width = 880
const margin = 20
const nameWidth = 168
const columnWidth = (width - 2 * margin - nameWidth) / 5
const headHeight = 96
const rowHeight = 34
const barHeight = 16
/** Room beside the longest bar for its value. */
const valueWidth = 50

const style = `
  .paper { fill: #ffffff; stroke: #d0d7de }
  text { font-family: system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #1f2328 }
  .title { font-size: 16px; font-weight: 600 }
  .head { font-size: 13px; font-weight: 600 }
  .name, .value { font-size: 13px }
  .small { font-size: 11px; fill: #59636e }
  .ours { font-weight: 600 }
  .bar { fill: #afb8c1 }
  .bar.ours { fill: #0969da }
  .rule { stroke: #d0d7de }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117; stroke: #3d444d }
    text { fill: #f0f6fc }
    .small { fill: #9198a1 }
    .bar { fill: #656c76 }
    .bar.ours { fill: #4493f8 }
    .rule { stroke: #3d444d }
  }`

const footnote =
  'Clients without an authorization of their own have the same hand-written token cache.'

export function drawPicture(report: PeerReport): string {
  const { figures, machine, date, callers } = report
  const columns = quantities(callers).map(asDrawn)
  const height = headHeight + figures.length * rowHeight + 52
  const parts = [
    text(margin, 32, 'title', 'firstaml-client and what people use instead: less is better'),
    ...columns.flatMap((column, index) => drawHead(column, columnX(index))),
    `<line class="rule" x1="${margin}" x2="${width - margin}" y1="${headHeight - 8}" y2="${headHeight - 8}"/>`,
    ...figures.flatMap((peer, row) =>
      drawRow(peer, headHeight + row * rowHeight, columns, figures),
    ),
    text(margin, height - 32, 'small', footnote),
    text(margin, height - 16, 'small', `${machine}, ${date}`),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">Bench of firstaml-client against other GraphQL clients</title>
<desc id="description">${escapeMarkup(describe(figures, columns))}</desc>
<style>${style}
</style>
<rect class="paper" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${parts.join('\n')}
</svg>
`
}

function columnX(index: number): number {
  return margin + nameWidth + index * columnWidth
}

function drawHead({ title, unit }: Quantity, x: number): readonly string[] {
  const [first = '', ...rest] = wrap(unit, 22)
  return [
    text(x, 58, 'head', title),
    text(x, 72, 'small', first),
    ...(rest.length > 0 ? [text(x, 84, 'small', rest.join(' '))] : []),
  ]
}

function drawRow(
  peer: PeerFigures,
  y: number,
  columns: readonly Quantity[],
  all: readonly PeerFigures[],
): readonly string[] {
  const baseline = y + barHeight - 3
  const ours = peer.isOurs ? ' ours' : ''
  return [
    text(margin, baseline, `name${ours}`, shortName(peer.name)),
    ...columns.flatMap((column, index) => {
      const x = columnX(index)
      const value = column.of(peer)
      if (value === undefined) return [text(x, baseline, 'small', 'nothing')]
      const most = Math.max(...all.map((other) => column.of(other) ?? 0))
      const length = Math.max(2, (value / most) * (columnWidth - valueWidth - 12))
      return [
        `<rect class="bar${ours}" x="${x.toFixed(1)}" y="${y}" width="${length.toFixed(1)}" height="${barHeight}" rx="2"/>`,
        text(x + length + 6, baseline, `value${ours}`, column.format(value)),
      ]
    }),
  ]
}

/** What everybody has to write is said once, below. */
function shortName(name: string): string {
  return name
    .replace(' + hand-written cache', '')
    .replace('urql + exchange-auth + exchange-retry', 'urql + auth + retry')
}

function describe(figures: readonly PeerFigures[], columns: readonly Quantity[]): string {
  return columns
    .map(({ title, unit, of, format }) => {
      const values = figures.map((peer) => {
        const value = of(peer)
        return `${shortName(peer.name)} ${value === undefined ? 'nothing' : format(value)}`
      })
      return `${title} (${unit}): ${values.join(', ')}.`
    })
    .join(' ')
}

function wrap(words: string, most: number): readonly string[] {
  const lines: string[] = []
  for (const word of words.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim()
    if (lines.length > 0 && longer.length <= most) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

function text(x: number, y: number, className: string, words: string): string {
  return `<text class="${className}" x="${x.toFixed(1)}" y="${y}">${escapeMarkup(words)}</text>`
}

function escapeMarkup(words: string): string {
  return words.replace(/&/g, '&amp;').replace(/</g, '&lt;')
}
