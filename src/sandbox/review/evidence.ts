import type { Arrival } from './arrival.js'
import type { ReviewEvidence } from './report.js'

/** Evidence of one item: the first pieces, and how many more there were. */
export interface EvidenceList {
  readonly add: (text: string, arrival?: Arrival) => void
  readonly pieces: () => readonly ReviewEvidence[]
  readonly omitted: () => number
}

/** Pieces kept of each kind: enough to find the place in the code, and few enough to read. */
const kept = 10

/** Starts with the pieces of others, whose omissions count as well. */
export function createEvidence(...others: readonly EvidenceList[]): EvidenceList {
  const pieces: ReviewEvidence[] = []
  let omitted = 0
  const take = (piece: ReviewEvidence) => {
    if (pieces.length < kept) pieces.push(piece)
    else omitted += 1
  }
  for (const other of others) {
    for (const piece of other.pieces()) take(piece)
    omitted += other.omitted()
  }
  return {
    add(text, arrival) {
      const { number = null, what = null } = arrival ?? {}
      take({ request: number, at: arrival?.at.clockMs ?? null, operation: what, text })
    },
    pieces: () => [...pieces],
    omitted: () => omitted,
  }
}
