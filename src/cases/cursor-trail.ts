/**
 * Notices that a server's cursors lead in a circle, in constant memory.
 *
 * The last thousand cursors are remembered, so a short circle is seen at its first repetition. For
 * longer ones a single anchor is kept and moved at every power of two, as Brent's algorithm does:
 * once the anchor lies inside of the circle and waits for longer than a round, it comes by again.
 */
export interface CursorTrail {
  /** Takes the next cursor. @returns false when it has been there before. */
  readonly enter: (cursor: string) => boolean
}

const remembered = 1_000

export function createCursorTrail(limit = remembered): CursorTrail {
  const recent = new Set<string>()
  let anchor: string | undefined
  let steps = 0
  let power = 1
  return {
    enter: (cursor) => {
      if (cursor === anchor || recent.has(cursor)) return false
      recent.add(cursor)
      const [oldest] = recent
      if (recent.size > limit && oldest !== undefined) recent.delete(oldest)
      steps++
      if (steps === power) {
        anchor = cursor
        power *= 2
      }
      return true
    },
  }
}
