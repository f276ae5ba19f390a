import { readCount, readMembers } from './header-members.js'

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
  return toState(headers.get('ratelimit-remaining'), headers.get('ratelimit-reset'))
}

function readItem(item: string): RateLimitState | undefined {
  if (!/^\s*("[^"]*"|[\w*.:/-]+)\s*(;|$)/.test(item)) return undefined
  const members = readMembers(item)
  return toState(members.get('r'), members.get('t'))
}

function toState(
  left: string | null | undefined,
  reset: string | null | undefined,
): RateLimitState | undefined {
  const remaining = readCount(left)
  const seconds = readCount(reset)
  if (remaining === undefined || seconds === undefined) return undefined
  return { remaining, resetMs: seconds * 1000 }
}
