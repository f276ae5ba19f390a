import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toDecimal } from '../../src/index.js'

/** A decimal as the whole number of its last places: an arithmetic that has no rounding. */
function exact(text: string): { digits: bigint; places: number } {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const digits = BigInt(`${whole}${fraction}`.replace('+', '') || '0')
  return { digits, places: fraction.length - Number(exponent) }
}

function isSameDecimal(left: string, right: string): boolean {
  const [a, b] = [exact(left), exact(right)]
  const places = Math.max(a.places, b.places)
  const scale = (decimal: { digits: bigint; places: number }) =>
    decimal.digits * 10n ** BigInt(places - decimal.places)
  return scale(a) === scale(b)
}

/** What is on the wire after a value has been sent, kept by a server, and read back. */
function roundTrip(value: number): string {
  const sent = JSON.stringify({ transactionValue: value })
  const received: unknown = JSON.parse(sent)
  return JSON.stringify(received).slice('{"transactionValue":'.length, -1)
}

const decimalText = fc
  .tuple(fc.constantFrom('', '-'), fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.nat({ max: 20 }))
  .map(([sign, digits, places]) => {
    const text = digits.toString().padStart(places + 1, '0')
    const point = text.length - places
    return `${sign}${text.slice(0, point)}${places > 0 ? `.${text.slice(point)}` : ''}`
  })

describe('a decimal', () => {
  it('comes through a round trip with every digit, or is refused beforehand', () => {
    let kept = 0
    fc.assert(
      fc.property(decimalText, (text) => {
        let value: number
        try {
          value = toDecimal(text)
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError)
          return
        }
        kept++
        expect(isSameDecimal(roundTrip(value), text), text).toBe(true)
      }),
      { numRuns: 3_000 },
    )
    expect(kept).toBeGreaterThan(100)
  })

  it('of 15 digits or fewer is never refused', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat({ max: 15 }), (seed, places) => {
        const digits = String(seed % 10 ** 15).padStart(places + 1, '0')
        const text = `${digits.slice(0, digits.length - places)}.${digits.slice(digits.length - places)}`
        expect(isSameDecimal(String(toDecimal(text)), text), text).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })

  it('that is a number already comes back from a round trip as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(roundTrip(toDecimal(value)))).toBe(value + 0)
      }),
    )
  })

  it.each([
    ['1250.50', 1250.5],
    ['9999999999999.99', 9_999_999_999_999.99],
    ['-0.10', -0.1],
    ['+5', 5],
    ['.5', 0.5],
    ['5.', 5],
    ['00', 0],
    ['1.5e3', 1500],
    ['90071992547409920', 90_071_992_547_409_920],
  ])('%s is %d', (text, value) => {
    expect(toDecimal(text)).toBe(value)
  })

  it.each([
    '12345678901234567.89',
    '0.1000000000000000055',
    '33.333333333333333333',
    '9007199254740993',
    '1e400',
    '1e-400',
  ])('%s would lose digits, and is refused', (text) => {
    expect(() => toDecimal(text)).toThrow(/^toDecimal would lose digits/)
  })

  it.each([
    '',
    ' 1',
    '1,250.50',
    '1_000',
    '.',
    '-',
    '0x10',
    'NaN',
    'Infinity',
    '$5',
    '1e',
    '1e99999',
  ])('%j is none, and is not repeated in the message', (text) => {
    expect(() => toDecimal(text)).toThrow(
      'toDecimal takes a decimal as text, such as 1250.50: digits and one point.',
    )
  })

  it('is finite', () => {
    expect(() => toDecimal(Number.NaN)).toThrow(TypeError)
    expect(() => toDecimal(Number.NEGATIVE_INFINITY)).toThrow(TypeError)
  })
})
