import type { TokenRequestReason } from '../base/events.js'

/** What was asked of a token store that failed; `open` is reading what it gave. */
export type TokenStoreStep = 'seal' | 'read' | 'open' | 'lease' | 'write' | 'release'

/**
 * What a token source with a store tells its listener besides its other events. Durations in
 * milliseconds; no event holds a token or a key.
 */
export type TokenStoreEvent =
  /** A token came from the store; none was asked for. */
  | {
      readonly type: 'token_shared'
      readonly reason: TokenRequestReason
      readonly durationMs: number
      /** What the token has left. */
      readonly lifetimeMs: number
      readonly scope?: string
    }
  /** The store failed, and the operation went on without it. */
  | {
      readonly type: 'store_failed'
      readonly step: TokenStoreStep
      readonly problem: 'failed' | 'timeout' | 'not_ours'
    }
