import { type Runtime, systemTimers } from '../base/runtime.js'

/**
 * Where a de-duplicator remembers what came. Processes that share a store handle each delivery once
 * between them.
 *
 * @example
 * ```ts
 * // node-redis
 * const store: WebhookStore = {
 *   add: async (key, ttlMs) => (await redis.set(key, '', { NX: true, PX: ttlMs })) !== null,
 *   delete: (key) => redis.del(key),
 * }
 * ```
 */
export interface WebhookStore {
  /**
   * Remembers the key for `ttlMs` milliseconds, in one step that no other caller can come between.
   *
   * @returns true when it was new; false when it was remembered already, whose time then goes on.
   */
  readonly add: (key: string, ttlMs: number) => Promise<boolean>
  /** Forgets the key. */
  readonly delete: (key: string) => Promise<unknown>
}

/** About a megabyte. */
const mostEntries = 10_000

/**
 * A store in this process's memory, for the last ten thousand deliveries. It forgets them when the
 * process ends, and other processes do not see them.
 *
 * @param runtime - the clock, for tests.
 */
export function memoryWebhookStore(runtime?: Partial<Runtime>): WebhookStore {
  const { monotonic } = { ...systemTimers, ...runtime }
  const endsAt = new Map<string, number>()
  return {
    add: async (key, ttlMs) => {
      const now = monotonic()
      if (now < (endsAt.get(key) ?? now)) return false
      // Set anew, a key is the youngest again, and the oldest is the one to go.
      endsAt.delete(key)
      endsAt.set(key, now + ttlMs)
      for (const [oldest] of endsAt) {
        if (endsAt.size <= mostEntries) break
        endsAt.delete(oldest)
      }
      return true
    },
    delete: async (key) => endsAt.delete(key),
  }
}
