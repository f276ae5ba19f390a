/**
 * Reads `Retry-After` (RFC 9110, section 10.2.3) from a response's headers, in milliseconds.
 *
 * Seconds (a fraction is taken as it is, and a time that no number holds exactly is cut) and HTTP
 * dates are understood; a date in the past means now. Anything else, several values joined by a
 * proxy included, counts as absent, and the caller falls back to its own back-off.
 *
 * A date is compared with the response's own `Date` where it has one: the server counts by its own
 * clock, and this machine's may be wrong.
 *
 * @param now - the wall clock, in milliseconds since the epoch, for responses without `Date`.
 */
export function readRetryAfterMs(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim()
  if (!value) return undefined
  if (/^\d+(\.\d+)?$/.test(value)) return Math.min(Number(value) * 1000, Number.MAX_SAFE_INTEGER)
  const date = readHttpDate(value)
  return date === undefined
    ? undefined
    : Math.max(0, date - (readHttpDate(headers.get('date')?.trim()) ?? now))
}

// The three forms of RFC 9110, section 5.6.7, of which the last names no zone. Date.parse knows
// the words, but alone would take 'banana 1'.
const zoned = /^[A-Z][a-z]+, \d{1,2}([ -])[A-Z][a-z]{2}\1(?:\d\d){1,2} \d\d:\d\d:\d\d GMT$/
const zoneless = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/

function readHttpDate(value = ''): number | undefined {
  const text = zoneless.test(value) ? `${value} GMT` : value
  if (text === value && !zoned.test(value)) return undefined
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : date
}
