import type { DateString, DateTimeString, UrlString } from './scalars.js'

const datePattern = /^\d{4}-\d{2}-\d{2}$/
// An offset is required: without one, the moment would depend on who reads it.
const dateTimePattern = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/

/**
 * Checks that a text is a calendar day, such as `1988-04-17`, and gives it its type.
 *
 * @throws TypeError when it is not. The message does not repeat it: it may be a date of birth.
 */
export function toDateString(text: string): DateString {
  if (isDateString(text)) return text
  throw new TypeError('toDateString takes a day of the calendar as text, YYYY-MM-DD.')
}

/**
 * A moment as the API takes it: a `Date`, or ISO 8601 text with an offset.
 *
 * @throws TypeError when it is neither, such as text without an offset.
 */
export function toDateTimeString(moment: Date | string): DateTimeString {
  const text = typeof moment === 'string' ? moment : writeMoment(moment)
  if (isDateTimeString(text)) return text
  throw new TypeError(
    'toDateTimeString takes a valid Date, or ISO 8601 text with an offset such as 2026-11-23T09:30:00Z.',
  )
}

/**
 * An absolute http or https address as the API takes it.
 *
 * @throws TypeError when it is not one. The message does not repeat it: an address can hold a key.
 */
export function toUrlString(address: URL | string): UrlString {
  const text = typeof address === 'string' ? address : address.href
  if (isUrlString(text)) return text
  throw new TypeError('toUrlString takes an absolute address that begins with http: or https:.')
}

function isDateString(text: string): text is DateString {
  if (!datePattern.test(text)) return false
  const moment = new Date(`${text}T00:00:00Z`)
  // 31 February is read as a day in March.
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text)
}

function isDateTimeString(text: string): text is DateTimeString {
  const day = dateTimePattern.exec(text)?.[1]
  return day !== undefined && isDateString(day) && !Number.isNaN(Date.parse(text))
}

function writeMoment(moment: Date): string {
  return Number.isNaN(moment.getTime()) ? '' : moment.toISOString()
}

function isUrlString(text: string): text is UrlString {
  return /^https?:\/\/\S+$/.test(text) && URL.canParse(text)
}
