/**
 * One line at the bottom of a terminal that says how far something is.
 *
 * It is drawn when there is news and a tenth of a second has passed since the last time, with no
 * timer of its own: nothing keeps the process alive, and nothing is drawn after the end.
 */
import type { Cli } from './cli.js'

export interface ProgressState {
  /** What is done, in words. */
  readonly text: string
  /** From 0 to 1, where that is known; then there is a bar. */
  readonly share?: number | undefined
}

export interface ProgressLine {
  readonly show: (state: ProgressState) => void
  /** Says a line to people, above the progress. */
  readonly note: (line: string) => void
  /** Takes the line away. */
  readonly clear: () => void
}

const redrawAfterMs = 100
const barWidth = 24
/** Back to the first column, and away with what stands there (ECMA-48, EL). */
const wipe = '\r\u001b[K'

/** Progress for a command; without a terminal to show it, it shows nothing and notes all the same. */
export function createProgressLine({
  io,
  live,
  note,
}: Pick<Cli, 'io' | 'live' | 'note'>): ProgressLine {
  if (!live) return { show: () => {}, note, clear: () => {} }
  const { stderr } = io
  const now = io.now ?? Date.now
  let drawn = ''
  let drawnAt = Number.NEGATIVE_INFINITY
  const draw = (line: string) => {
    stderr.write(`${wipe}${line}`)
    drawn = line
  }
  const clear = () => {
    if (drawn === '') return
    stderr.write(wipe)
    drawn = ''
  }
  return {
    show: (state) => {
      const at = now()
      if (at - drawnAt < redrawAfterMs && at >= drawnAt) return
      drawnAt = at
      // A terminal of unknown width says 0.
      draw(formatProgress(state, (stderr.columns || 80) - 1))
    },
    note: (line) => {
      const under = drawn
      clear()
      note(line)
      if (under !== '') draw(under)
    },
    clear,
  }
}

/** @param width - columns that may be used; one more would break the line. */
export function formatProgress({ text, share }: ProgressState, width: number): string {
  if (share === undefined) return text.slice(0, width)
  const filled = Math.round(Math.min(Math.max(share, 0), 1) * barWidth)
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}] `
  return `${bar}${text}`.slice(0, width)
}

/** `12.3 MB`: decimal, as file managers have it. */
export function formatBytes(bytes: number): string {
  const units = ['kB', 'MB', 'GB', 'TB']
  if (bytes < 1_000) return `${bytes} B`
  let size = bytes
  let unit = ''
  for (const name of units) {
    if (size < 999.95) break
    size /= 1_000
    unit = name
  }
  return `${size.toFixed(1)} ${unit}`
}
