import { UsageError } from './failures.js'

/** @throws UsageError when the text is no whole number in the range. */
export function readCount(text: string, flag: string, from: number, to = 1_000_000_000): number {
  const count = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (count >= from && count <= to) return count
  throw new UsageError(`${flag} takes a whole number from ${from} to ${to}.`)
}
