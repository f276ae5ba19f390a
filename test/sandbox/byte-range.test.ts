import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseByteRange } from '../../src/sandbox/http/byte-range.js'

it.each([
  [null, 10, undefined],
  ['', 10, undefined],
  ['bytes', 10, undefined],
  ['bytes=-', 10, undefined],
  ['bytes=a-b', 10, undefined],
  ['bytes=5-4', 10, undefined],
  ['bytes=0-1,3-4', 10, undefined],
  ['bytes=0-', 10, { start: 0, end: 9 }],
  ['BYTES=2-3', 10, { start: 2, end: 3 }],
  ['bytes=9-99', 10, { start: 9, end: 9 }],
  ['bytes=10-', 10, 'unsatisfiable'],
  ['bytes=-3', 10, { start: 7, end: 9 }],
  ['bytes=-30', 10, { start: 0, end: 9 }],
  ['bytes=-0', 10, 'unsatisfiable'],
  ['bytes=0-', 0, 'unsatisfiable'],
])('reads %j of %i bytes', (header, size, expected) => {
  expect(parseByteRange(header, size)).toEqual(expected)
})

it('never leaves the file, whatever is sent', () => {
  const text = fc.oneof(
    fc.string(),
    fc.stringMatching(/^bytes=\d{0,20}-\d{0,20}$/),
    fc.tuple(fc.nat(20), fc.nat(20)).map(([from, to]) => `bytes=${from}-${to}`),
  )
  fc.assert(
    fc.property(text, fc.nat(15), (header, size) => {
      const range = parseByteRange(header, size)
      if (typeof range !== 'object') return
      expect(range.start).toBeGreaterThanOrEqual(0)
      expect(range.end).toBeGreaterThanOrEqual(range.start)
      expect(range.end).toBeLessThan(size)
    }),
  )
})
