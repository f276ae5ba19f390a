// A number without leading zeros, a zero on its own, or one other character: graphql-js compares
// names in these steps, so that `Step2` comes before `Step10`.
const steps = /[1-9]\d*|./gs

/** Compares two names as graphql-js sorts them: numbers inside a name by their value. */
export function compareNaturally(first: string, second: string): number {
  const left = first.match(steps) ?? []
  const right = second.match(steps) ?? []
  for (const [index, a] of left.entries()) {
    const b = right[index]
    if (b === undefined) return 1
    if (a === b) continue
    if (isDigits(a) && isDigits(b)) return Number(a) - Number(b)
    return a < b ? -1 : 1
  }
  return left.length - right.length
}

function isDigits(step: string): boolean {
  return /^\d/.test(step)
}
