import { type Input, noteOther } from './input.js'

/** An e-mail address; one that is none is a problem. */
export function readEmail(input: Input, name: string): string | undefined {
  const value = input.text(name)
  if (value !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) {
    noteOther(input, name, `${name} is not an e-mail address.`)
  }
  return value
}

/** A phone number; one without enough digits is a problem. */
export function readPhone(input: Input, name: string): string | undefined {
  const value = input.text(name)
  if (value !== undefined && standardizePhone(value) === null) {
    noteOther(input, name, `${name} is not a phone number.`)
  }
  return value
}

/** A country; what is not two capital letters is a problem, since values are case-sensitive. */
export function readCountry(input: Input, name: string): string | undefined {
  const value = input.text(name)
  if (value !== undefined && !/^[A-Z]{2}$/.test(value)) {
    noteOther(input, name, `${name} is not an ISO 3166-1 alpha-2 code, such as NZ.`)
  }
  return value
}

/**
 * The E.164 form of a number as people write it, or `null` when it has none.
 *
 * A number without country code is taken for one of New Zealand.
 */
export function standardizePhone(phone: string): string | null {
  if (!/^[+\d\s().-]+$/.test(phone)) return null
  const digits = phone.replaceAll(/\D/g, '')
  const international = phone.trim().startsWith('+')
    ? digits
    : digits.replace(/^00/, '').replace(/^0/, '64')
  return international.length >= 7 && international.length <= 15 ? `+${international}` : null
}
