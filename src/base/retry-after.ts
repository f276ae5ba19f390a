/**
 * Reads `Retry-After` (RFC 9110, section 10.2.3) from a response's headers, in milliseconds.
 *
 * Seconds (a fraction is taken as it is) and HTTP dates are understood; a date in the past means
 * now. Anything else, several values joined by a proxy included, counts as absent, and the caller
 * falls back to its own back-off.
 *
 * @param now - the wall clock, in milliseconds since the epoch, to compare dates with.
 */
export function readRetryAfterMs(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim()
  if (!value) return undefined
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000
  if (!httpDate.test(value)) return undefined
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

// All three forms begin with the day's name and hold a time; Date.parse alone would take 'banana 1'.
const httpDate =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} \w{3} \d{4}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{1,2}-\w{3}-\d{2}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \w{3} [ \d]\d) ?\d{2}:\d{2}:\d{2}(?: GMT| \d{4})$/
