/**
 * Reads `Retry-After` (RFC 9110, section 10.2.3) from a response's headers, in milliseconds.
 *
 * Seconds (a fraction is taken as it is) and HTTP dates are understood; a date in the past means
 * now. Anything else, several values joined by a proxy included, counts as absent, and the caller
 * falls back to its own back-off.
 *
 * A date is compared with the response's own `Date` where it has one: the server counts by its own
 * clock, and this machine's may be wrong.
 *
 * @param now - the wall clock, in milliseconds since the epoch, for responses without `Date`.
 */
export function readRetryAfterMs(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim()
  if (!value) return undefined
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000
  const date = readHttpDate(value)
  return date === undefined
    ? undefined
    : Math.max(0, date - (readHttpDate(headers.get('date')?.trim()) ?? now))
}

// The three forms of RFC 9110, section 5.6.7; Date.parse alone would take 'banana 1'.
const today = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/
const rfc850 =
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{1,2}-\w{3}-\d{2} \d{2}:\d{2}:\d{2} GMT$/
const asctime = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \w{3} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/

function readHttpDate(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  // The last form names no zone, and would be taken for local time.
  const text = asctime.test(value) ? `${value} GMT` : value
  if (text === value && !today.test(value) && !rfc850.test(value)) return undefined
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : date
}
