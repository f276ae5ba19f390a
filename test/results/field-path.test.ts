import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatFieldPath } from '../../src/results/field-path.js'
import { anyCharacter } from '../support/any-character.js'

/** Reads a formatted path back: the proof that nothing of it was lost. */
function parseFieldPath(text: string): string[] {
  const segment = /\.?([A-Za-z_]\w*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/gsy
  const path: string[] = []
  while (segment.lastIndex < text.length) {
    const match = segment.exec(text)
    if (!match) throw new Error(`no path: ${text}`)
    const [, name, position, quoted] = match
    path.push(name ?? position ?? String(JSON.parse(quoted ?? '')))
  }
  return path
}

describe('the text of a path', () => {
  it.each([
    [['individuals', '0', 'emailAddress'], 'individuals[0].emailAddress'],
    [['reference'], 'reference'],
    [['targets', '10', 'officeKeys', '2'], 'targets[10].officeKeys[2]'],
    [['0', '1', 'name'], '[0][1].name'],
    [[], ''],
    [['007'], '["007"]'],
    [['a.b', 'c d', ''], '["a.b"]["c d"][""]'],
  ])('of %j is %s', (path, text) => {
    expect(formatFieldPath(path)).toBe(text)
  })

  it('reads back to the same path, whatever is in it', () => {
    const segment = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.nat().map(String),
      fc.constantFrom('input', 'a.b', '[0]', '00', '"', '\\', '__typename', 'CCA2', '٣'),
    )
    fc.assert(
      fc.property(fc.array(segment), (path) => {
        expect(parseFieldPath(formatFieldPath(path))).toEqual(path)
      }),
      { numRuns: 2_000 },
    )
  })
})
