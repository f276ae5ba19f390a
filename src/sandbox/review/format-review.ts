import type { ReviewEvidence, ReviewItem, ReviewReport } from './report.js'

/**
 * Writes a report as text for a terminal or a log.
 *
 * @example
 * ```ts
 * console.log(formatReview(sandbox.review()))
 * ```
 */
export function formatReview({ items, passed, requests }: ReviewReport): string {
  const outcome = passed ? 'PASSED' : requests === 0 ? 'NOTHING SEEN' : 'FAILED'
  const head = `Go-live review: ${outcome} (${requests} requests)`
  return [head, ...items.map(formatItem)].join('\n\n')
}

function formatItem(item: ReviewItem, index: number): string {
  const { advice, evidence, omitted, summary, title, verdict } = item
  return [
    `${index + 1}. ${title}: ${verdict.toUpperCase()}`,
    `   ${summary}`,
    ...evidence.map((piece) => `   - ${formatEvidence(piece)}`),
    ...(omitted > 0 ? [`   - and ${omitted} more`] : []),
    ...(advice === null ? [] : [`   To do: ${advice}`]),
  ].join('\n')
}

function formatEvidence({ at, operation, request, text }: ReviewEvidence): string {
  const where = [
    ...(request === null ? [] : [`#${request}`]),
    ...(at === null ? [] : [new Date(at).toISOString()]),
    ...(operation === null ? [] : [operation]),
  ].join(' ')
  return where === '' ? text : `${where}: ${text}`
}
