/** What a server says is left of a rate limit. */
export interface RateLimitState {
  /** Requests left in the window. */
  readonly remaining: number
  /** Milliseconds until the window is full again. */
  readonly resetMs: number
}

/**
 * Reads what is left from the `RateLimit` header of the IETF's draft (a structured-field list of
 * items such as `"default";r=0;t=5`), or from the older `RateLimit-Remaining` and
 * `RateLimit-Reset` (seconds). Of several limits the tightest counts. What is malformed, or says
 * nothing of the reset, is ignored; `Retry-After`, where both are given, goes before (the caller
 * sees to that).
 */
export function readRateLimit(headers: Headers): RateLimitState | undefined {
  const header = headers.get('ratelimit')
  if (header) {
    return header
      .slice(0, 1024)
      .split(',')
      .map(readItem)
      .filter((state) => state !== undefined)
      .sort((a, b) => a.remaining - b.remaining || b.resetMs - a.resetMs)[0]
  }
  const remaining = readCount(headers.get('ratelimit-remaining')?.trim())
  const seconds = readCount(headers.get('ratelimit-reset')?.trim())
  if (remaining === undefined || seconds === undefined) return undefined
  return { remaining, resetMs: seconds * 1000 }
}

function readItem(item: string): RateLimitState | undefined {
  const [name = '', ...parameters] = item.split(';').map((part) => part.trim())
  if (!/^"[^"]*"$|^[\w*.:/-]+$/.test(name)) return undefined
  const members = new Map(
    parameters.map((parameter): [string, string] => {
      const [key = '', value = ''] = parameter.split('=', 2)
      return [key, value]
    }),
  )
  const remaining = readCount(members.get('r'))
  const seconds = readCount(members.get('t'))
  if (remaining === undefined || seconds === undefined) return undefined
  return { remaining, resetMs: seconds * 1000 }
}

function readCount(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined
}
