// Does an integration select more than it needs? Only the client knows what it reads. Where it
// tells, that decides; where it does not, a large type that is selected whole is a sign.
import type { AnalysedOperation } from './analysed-operation.js'
import type { Watcher } from './answer.js'
import { createEvidence, type EvidenceList } from './evidence.js'
import type { ReviewItem, ReviewVerdict } from './report.js'
import type { OperationSelectionInput, SelectionInput } from './selection-input.js'

/** Watches what operations select. */
export interface SelectionWatcher extends Watcher {
  readonly item: (input: SelectionInput | undefined) => ReviewItem
}

/** Different operations remembered. */
const capacity = 500
/** More than half unread is no oversight any more, where there are enough fields to tell. */
const enoughFields = 4
/** Paths named of one operation. */
const namedPaths = 8

/** Starts with nothing seen. */
export function watchSelections(): SelectionWatcher {
  const seen = new Set<AnalysedOperation>()

  function judgeBySight(told: ReadonlySet<string>, evidence: EvidenceList): number {
    let whole = 0
    for (const { label, name, size } of seen) {
      if (name !== null && told.has(name)) continue
      for (const place of size.wholeTypes) {
        whole += 1
        evidence.add(`${label} selects every field of ${place}`)
      }
    }
    return whole
  }

  return {
    answered(arrival, { operation }) {
      if (operation === undefined) return
      const fields = operation.fields(arrival.graphql?.variables ?? {})
      if (fields.length === 0) return
      if (seen.size < capacity) seen.add(operation)
    },
    item(input) {
      const evidence = createEvidence()
      const told = input?.operations ?? []
      let unread = 0
      let isBad = false
      for (const operation of told) {
        unread += operation.neverRead.length
        isBad ||= isMostlyUnread(operation)
        tellUnread(operation, evidence)
      }
      const names = new Set(told.map(({ operationName }) => operationName))
      const wholeTypes = judgeBySight(names, evidence)
      const verdict: ReviewVerdict =
        seen.size === 0 && told.length === 0
          ? 'not observed'
          : isBad
            ? 'fail'
            : unread > 0 || wholeTypes > 0
              ? 'warn'
              : 'pass'
      const sizes = [...seen].map(({ size }) => size.leaves)
      const counts = {
        operations: seen.size,
        mostFields: Math.max(0, ...sizes),
        tracked: told.length,
        neverRead: unread,
        wholeTypes,
      }
      return {
        id: 'over-selection',
        title: 'Only the fields that are needed are selected',
        verdict,
        summary: summaryOf(verdict, counts),
        counts,
        evidence: evidence.pieces(),
        omitted: evidence.omitted(),
        advice:
          verdict === 'warn' || verdict === 'fail'
            ? 'Write a document that selects what the use case reads, and nothing else.'
            : null,
      }
    },
  }
}

function isMostlyUnread({ read, neverRead }: OperationSelectionInput): boolean {
  const arrived = read.length + neverRead.length
  return arrived >= enoughFields && neverRead.length > arrived / 2
}

function tellUnread(operation: OperationSelectionInput, evidence: EvidenceList): void {
  const { neverRead, operationName, read } = operation
  if (neverRead.length === 0) return
  const paths = neverRead.slice(0, namedPaths).join(', ')
  const more = neverRead.length > namedPaths ? ', …' : ''
  const arrived = read.length + neverRead.length
  evidence.add(
    `${operationName}: ${neverRead.length} of ${arrived} fields that came were never read: ${paths}${more}`,
  )
}

function summaryOf(
  verdict: ReviewVerdict,
  counts: Readonly<
    Record<'operations' | 'mostFields' | 'tracked' | 'neverRead' | 'wholeTypes', number>
  >,
): string {
  const { mostFields, neverRead, operations, tracked, wholeTypes } = counts
  if (verdict === 'not observed') return 'No operation was carried out.'
  const reading =
    tracked > 0
      ? `Of ${tracked} operations it is known what is read: ${neverRead} of their fields never are.`
      : 'Which fields are read is not known: hand in the report of a selection tracker.'
  return `${operations} different operations, of at most ${mostFields} fields; ${wholeTypes} large types selected whole. ${reading}`
}
