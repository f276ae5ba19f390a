import type { Table } from '../table.js'
import type { PeerFigures, Relative } from './measure-peers.js'

/** A run, as it is kept beside its table and its picture. */
export interface PeerReport {
  /** Day of the run, such as `2026-11-29`. */
  readonly date: string
  /** Node's version, cores, model and load. */
  readonly machine: string
  /** Operations at once in the burst. */
  readonly callers: number
  readonly figures: readonly PeerFigures[]
}

/** One measured quantity: what it is called, and what it is for a peer. */
export interface Quantity {
  readonly title: string
  /** What it is measured in, and how. */
  readonly unit: string
  readonly of: (figures: PeerFigures) => number | undefined
  readonly format: (value: number) => string
  /** How it stands to ours; absent where a ratio says nothing. */
  readonly ratioOf?: (figures: PeerFigures) => number | undefined
  /** Set where a picture draws the ratio: the times of one machine say nothing of another. */
  readonly ratioUnit?: string
}

/** The quantity as a picture draws it. */
export function asDrawn(quantity: Quantity): Quantity {
  const { title, ratioOf, ratioUnit } = quantity
  return ratioOf && ratioUnit !== undefined
    ? { title, unit: ratioUnit, of: ratioOf, format: formatRatio }
    : quantity
}

/** In the order of the table's columns. */
export function quantities(callers: number): readonly Quantity[] {
  const relative = (
    read: (figures: PeerFigures) => Relative | undefined,
  ): Pick<Quantity, 'of' | 'ratioOf'> => ({
    of: (figures) => read(figures)?.value,
    ratioOf: (figures) => read(figures)?.ratio,
  })
  const ratioUnit = 'an operation, over ours'
  return [
    {
      title: 'Token requests',
      unit: `after ${callers} operations met 401`,
      of: ({ burst }) => burst.tokens,
      format: (value) => String(Math.round(value)),
    },
    {
      title: 'CPU',
      unit: 'µs an operation',
      format: (value) => value.toFixed(0),
      ratioUnit,
      ...relative(({ cpuUs }) => cpuUs),
    },
    {
      title: 'Time',
      unit: 'µs an operation',
      format: (value) => value.toFixed(0),
      ratioUnit,
      ...relative(({ elapsedUs }) => elapsedUs),
    },
    {
      title: 'Bundle',
      unit: 'kB, min + gzip',
      format: (bytes) => (bytes / 1_000).toFixed(1),
      ...relative(({ bundle }) => bundle),
    },
    {
      title: 'Cold import',
      unit: 'ms',
      format: (ms) => ms.toFixed(1),
      ratioUnit: 'over ours',
      ...relative(({ importMs }) => importMs),
    },
  ]
}

export function peerTable({ callers, figures }: PeerReport): Table {
  const columns = quantities(callers)
  return {
    title: `${callers} operations at once on a revoked token; one operation after another; one application with one query. In parentheses: over ours in the same round`,
    head: ['client', 'failed operations', ...columns.map(({ title, unit }) => `${title}, ${unit}`)],
    rows: figures.map((peer) => [
      peer.name,
      String(peer.burst.errors),
      ...columns.map((column) => formatCell(column, peer)),
    ]),
  }
}

function formatCell({ of, format, ratioOf }: Quantity, peer: PeerFigures): string {
  const value = of(peer)
  if (value === undefined) return '–'
  const ratio = ratioOf?.(peer)
  return ratio === undefined ? format(value) : `${format(value)} (${formatRatio(ratio)})`
}

function formatRatio(ratio: number): string {
  return `${ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(0)}×`
}
