/**
 * Where token sources with equal credentials share one token, instead of asking for one each.
 *
 * A store keeps text under a key for a while, and knows nothing of tokens: keys tell nothing, and
 * what is kept is sealed, so that a store cannot hand one client's token to another. It may fail
 * whenever it likes. A token source then does without it, after one bounded wait.
 */
/** Gives a lease back; harmless when it has ended already. */
export type ReleaseLease = () => Promise<unknown>

/**
 * What a store of tokens has to do. Times are whole milliseconds. `read` and `write` are enough for
 * sharing; with `lease`, sources that start at the same instant ask once too.
 *
 * @example
 * ```ts
 * // Any key-value store will do.
 * const store: TokenStore = {
 *   read: (key) => cache.get(key),
 *   write: (key, value, ttlMs) => cache.set(key, value, ttlMs),
 * }
 * ```
 */
export interface TokenStore {
  /** The text last written under the key, or nothing once its time is over. */
  readonly read: (key: string) => Promise<string | null | undefined>
  /** Keeps the text, in place of what was there, for `ttlMs` milliseconds. */
  readonly write: (key: string, value: string, ttlMs: number) => Promise<unknown>
  /**
   * Grants one caller at a time the turn to write under the key, for at most `ttlMs` milliseconds.
   * Whoever gets nothing looks again later; the store must not make it wait.
   *
   * @returns the way to give the lease back, which must not end a lease granted to another since;
   * or nothing, while somebody else has it.
   */
  readonly lease?: (key: string, ttlMs: number) => Promise<ReleaseLease | null | undefined>
}
