/**
 * A path inside an input, for people: `["individuals", "0", "emailAddress"]` reads
 * `individuals[0].emailAddress`. A segment that is neither a name nor a position is quoted, so that
 * no two paths read the same.
 */
export function formatFieldPath(path: readonly string[]): string {
  return path.map(formatSegment).join('')
}

function formatSegment(segment: string, index: number): string {
  if (/^(0|[1-9]\d*)$/.test(segment)) return `[${segment}]`
  if (!/^[A-Za-z_]\w*$/.test(segment)) return `[${JSON.stringify(segment)}]`
  return index === 0 ? segment : `.${segment}`
}
