import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toIntId, toStringId } from '../../src/index.js'

const largest = 2_147_483_647

describe('an id as a number', () => {
  it('is the number that the text shows, and goes back to the same text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: largest }), (id) => {
        expect(toIntId(String(id))).toBe(id)
        expect(toIntId(id)).toBe(id)
        expect(toStringId(toIntId(String(id)))).toBe(String(id))
      }),
    )
    expect([toIntId(0), toIntId('0'), toIntId(-0)]).toEqual([0, 0, 0])
    expect(toIntId(`${largest}`)).toBe(largest)
  })

  it('is either the id or a TypeError, whatever is given', () => {
    const anything = fc.oneof(fc.string(), fc.double(), fc.integer(), fc.bigInt().map(String))
    fc.assert(
      fc.property(anything, (id) => {
        let number: number
        try {
          number = toIntId(id)
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError)
          return
        }
        expect(number).toSatisfy((value: number) => Number.isInteger(value) && value >= 0)
        expect(number).toBeLessThanOrEqual(largest)
        expect(String(number)).toBe(String(id))
      }),
      { numRuns: 1_000 },
    )
  })

  it.each([
    ['', 'an empty text'],
    ['b1946ac9-2f5e', 'a text that is not one'],
    ['007', 'a text that is not one'],
    [' 7', 'a text that is not one'],
    ['1e3', 'a text that is not one'],
    ['-1', 'a text that is not one'],
    ['٧', 'a text that is not one'],
    [`${largest + 1}`, 'a larger one'],
    [largest + 1, 'a larger one'],
    [1.5, 'a number with a fraction'],
    [-1, 'a negative number'],
    [Number.NaN, 'a number that is not finite'],
  ])('refuses %j and says what it is, without repeating it', (id, what) => {
    expect(() => toIntId(id)).toThrow(
      new TypeError(
        `toIntId takes a whole number from 0 to 2147483647, and was given ${what}. This input of the API wants the id as a number.`,
      ),
    )
  })

  it('refuses what is no id at all, for callers without a compiler', () => {
    for (const value of [null, undefined, true, {}, 10n]) {
      expect(() => Reflect.apply(toIntId, undefined, [value])).toThrow(TypeError)
      expect(() => Reflect.apply(toStringId, undefined, [value])).toThrow(TypeError)
    }
  })
})

describe('an id as text', () => {
  it('is the text itself, or the digits of a number', () => {
    expect([toStringId('off-1'), toStringId(42), toStringId(-0), toStringId('007')]).toEqual([
      'off-1',
      '42',
      '0',
      '007',
    ])
    // Webhooks are JSON: numbers there are not held to 32 bits.
    expect(toStringId(9_007_199_254_740_991)).toBe('9007199254740991')
  })

  it.each([
    ['', 'an empty text'],
    [1.5, 'a number with a fraction'],
    [-1, 'a negative number'],
    [2 ** 53, 'a number too large to be exact'],
    [Number.POSITIVE_INFINITY, 'a number that is not finite'],
  ])('refuses %j', (id, what) => {
    expect(() => toStringId(id)).toThrow(
      new TypeError(`toStringId takes text or a whole number, and was given ${what}.`),
    )
  })
})
