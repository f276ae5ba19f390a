import { createRuntime, type Runtime } from '../base/runtime.js'
import { shareToken } from './shared-token.js'
import { bringSharing } from './sharing.js'
import type { TokenStore } from './token-store.js'

interface Kept {
  readonly value: string
  readonly endsAt: number
}

/**
 * A store in this process's memory: clients with equal credentials that are given the same one
 * share their token.
 *
 * @param runtime - the clock, for tests.
 *
 * @example
 * ```ts
 * const tokenStore = memoryTokenStore()
 * const first = createClient({ ...options, tokenStore })
 * const second = createClient({ ...options, tokenStore })
 * ```
 */
export function memoryTokenStore(runtime?: Partial<Runtime>): Required<TokenStore> {
  bringSharing(shareToken)
  const { monotonic } = createRuntime(runtime)
  const kept = new Map<string, Kept>()
  const leases = new Map<string, { readonly endsAt: number }>()
  return {
    read: async (key) => {
      const entry = kept.get(key)
      if (entry && monotonic() < entry.endsAt) return entry.value
      kept.delete(key)
      return undefined
    },
    write: async (key, value, ttlMs) => {
      kept.set(key, { value, endsAt: monotonic() + ttlMs })
    },
    lease: async (key, ttlMs) => {
      const now = monotonic()
      if (now < (leases.get(key)?.endsAt ?? now)) return undefined
      const mine = { endsAt: now + ttlMs }
      leases.set(key, mine)
      return async () => {
        if (leases.get(key) === mine) leases.delete(key)
      }
    },
  }
}
