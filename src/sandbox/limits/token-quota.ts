// Token quotas as Auth0 has them: so many tokens for a client in each hour and each day of UTC,
// told in a header with every answer that concerns them. Whether First AML has any is not known.
import type { SandboxClock } from '../clock.js'
import type { SandboxTokenQuota } from './limit-options.js'

/** What is left for a client. */
export interface QuotaVerdict {
  readonly isExceeded: boolean
  /** Headers of the answer. */
  readonly headers: Readonly<Record<string, string>>
}

/** The quotas of all clients. */
export interface TokenQuota {
  /** Takes one token out of a client's quota, unless it is used up. */
  readonly take: (clientId: string) => QuotaVerdict
  /** Gives every client its whole quota back. */
  readonly reset: () => void
}

interface Bucket {
  readonly name: string
  readonly quota: number
  readonly windowMs: number
}

/** Starts with nothing taken. A clock that goes back to another hour or day begins that anew. */
export function createTokenQuota(
  { perHour, perDay }: SandboxTokenQuota,
  clock: SandboxClock,
): TokenQuota {
  const buckets: readonly Bucket[] = [
    ...(perHour === undefined ? [] : [{ name: 'per_hour', quota: perHour, windowMs: 3_600_000 }]),
    ...(perDay === undefined ? [] : [{ name: 'per_day', quota: perDay, windowMs: 86_400_000 }]),
  ]
  const used = new Map<string, { window: number; count: number }>()

  function take(clientId: string): QuotaVerdict {
    if (buckets.length === 0) return { isExceeded: false, headers: {} }
    const now = clock.now()
    const states = buckets.map(({ name, quota, windowMs }) => {
      const key = `${name} ${clientId}`
      const window = Math.floor(now / windowMs)
      let usage = used.get(key)
      if (usage?.window !== window) {
        usage = { window, count: 0 }
        used.set(key, usage)
      }
      const seconds = Math.ceil(((window + 1) * windowMs - now) / 1000)
      return { name, quota, usage, seconds }
    })
    const full = states.filter(({ quota, usage }) => usage.count >= quota)
    if (full.length === 0) for (const { usage } of states) usage.count += 1
    const shown = states.map(
      ({ name, quota, usage, seconds }) =>
        `b=${name};q=${quota};r=${quota - usage.count};t=${seconds}`,
    )
    const wait = Math.max(...full.map(({ seconds }) => seconds))
    const retryAfter = full.length > 0 ? { 'retry-after': String(wait) } : {}
    return {
      isExceeded: full.length > 0,
      headers: { 'auth0-client-quota-limit': shown.join(','), ...retryAfter },
    }
  }

  return { take, reset: () => used.clear() }
}
