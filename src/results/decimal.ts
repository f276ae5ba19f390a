/**
 * Decimals travel as JSON numbers, and JavaScript keeps a number in 53 bits: any decimal of up to 15
 * digits is kept, beyond that only some are. What is a `number` already comes back unchanged,
 * since it is written with all the digits that tell it apart; digits are lost where text is read
 * into a number, and that is where this file stands.
 */

// One digit at least, on either side of the point; the exponent for those who print numbers so.
const decimalPattern = /^[+-]?(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/

/**
 * Reads a decimal, such as `1250.50`, for a `Decimal` of an input.
 *
 * @throws TypeError when it is no decimal, and when it has more digits than a number can keep:
 * losing the last cents of an amount without a word would be worse. The message does not repeat it.
 */
export function toDecimal(value: string | number): number {
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value
    throw new TypeError('toDecimal takes a finite number.')
  }
  const digits = normalize(value)
  if (digits === undefined) {
    throw new TypeError('toDecimal takes a decimal as text, such as 1250.50: digits and one point.')
  }
  const number = Number(value)
  if (Number.isFinite(number) && normalize(String(number)) === digits) return number
  throw new TypeError(
    'toDecimal would lose digits: the decimal has more of them than a JavaScript number can keep (any 15 are safe).',
  )
}

/** A form that decimals share which are equal but for the sign: digits without outer zeros, and exponent. */
function normalize(text: string): string | undefined {
  const match = decimalPattern.exec(text)
  if (!match) return undefined
  const [, whole = '', fraction = '', exponent = '0'] = match
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  if (significant === '') return '0'
  const power = Number(exponent) - fraction.length + digits.length - significant.length
  return `${significant}e${power}`
}
