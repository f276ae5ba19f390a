import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCursorTrail } from '../../src/cases/cursor-trail.js'

describe('the cursor trail', () => {
  it('lets any number of different cursors pass', () => {
    const trail = createCursorTrail(4)
    for (let step = 0; step < 10_000; step++) expect(trail.enter(String(step))).toBe(true)
  })

  it('ends every circle, however long it is and however late it begins', () => {
    fc.assert(
      fc.property(
        fc.nat(300),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 20 }),
        (lead, length, limit) => {
          const trail = createCursorTrail(limit)
          let steps = 0
          const at = (step: number) => (step < lead ? step : lead + ((step - lead) % length))
          while (trail.enter(String(at(steps)))) steps++
          expect(steps).toBeGreaterThanOrEqual(lead + length)
          // What it remembers is seen at once; otherwise the anchor waits for a round or two.
          if (length <= limit) expect(steps).toBe(lead + length)
          else expect(steps).toBeLessThanOrEqual(4 * (lead + length) + 4)
        },
      ),
    )
  })
})
