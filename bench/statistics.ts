/** The value below which a part of the values lies, from 0 to 1; interpolated. */
function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const position = (sorted.length - 1) * part
  const below = sorted[Math.floor(position)] ?? Number.NaN
  const above = sorted[Math.ceil(position)] ?? Number.NaN
  return below + (above - below) * (position - Math.floor(position))
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** A median with the quartiles around it. */
export interface Spread {
  readonly lower: number
  readonly median: number
  readonly upper: number
}

export function spread(values: readonly number[]): Spread {
  return {
    lower: quantile(values, 0.25),
    median: median(values),
    upper: quantile(values, 0.75),
  }
}

/** The values in another order, each order as likely as any. */
export function shuffle<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, lot: Math.random() }))
    .sort((a, b) => a.lot - b.lot)
    .map(({ value }) => value)
}

/** Each value over the one of the same round. */
export function ratios(values: readonly number[], yardstick: readonly number[]): number[] {
  return values.map((value, round) => value / (yardstick[round] ?? Number.NaN))
}
