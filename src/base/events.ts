import { requireFunction } from './function-option.js'

/** Why a token was asked for. */
export type TokenRequestReason =
  /** There was none yet. */
  | 'cold'
  /** The last one was at its end. */
  | 'expired'
  /** The last one was near its end; operations went on with it meanwhile. */
  | 'ahead'
  /** The API refused the last one. */
  | 'rejected'

/** Why no token is asked for at present. */
export type PauseReason = 'token_refused' | 'token_rejected' | 'throttled' | 'unavailable'

/** What was asked of a token store that failed; `open` is reading what it gave. */
export type TokenStoreStep = 'seal' | 'read' | 'open' | 'lease' | 'write' | 'release'

/**
 * What the runtime tells its listener. Durations in milliseconds; no event holds a token, a secret,
 * a header or a variable.
 */
export type ClientEvent =
  /** A token request is being sent. `attempt` counts from 1 within one acquisition. */
  | {
      readonly type: 'token_requested'
      readonly reason: TokenRequestReason
      readonly attempt: number
    }
  /** A token arrived. */
  | {
      readonly type: 'token_received'
      readonly reason: TokenRequestReason
      readonly durationMs: number
      readonly lifetimeMs: number
      readonly scope?: string
    }
  /** An acquisition failed for good; `code` is that of the error its waiters got. */
  | {
      readonly type: 'token_failed'
      readonly reason: TokenRequestReason
      readonly durationMs: number
      readonly code: string
      readonly status?: number
    }
  /** A token came from the token store, with `lifetimeMs` left; none was asked for. */
  | {
      readonly type: 'token_shared'
      readonly reason: TokenRequestReason
      readonly durationMs: number
      readonly lifetimeMs: number
      readonly scope?: string
    }
  /**
   * The token store failed, and the operation went on without it. `message` is there when the store
   * says what to do, by a `TokenStoreError`.
   */
  | {
      readonly type: 'store_failed'
      readonly step: TokenStoreStep
      readonly problem: 'failed' | 'timeout' | 'not_ours'
      readonly message?: string
    }
  /** The API answered 401. `replayable` tells whether a fresh token may help. */
  | { readonly type: 'unauthorized'; readonly error?: string; readonly replayable: boolean }
  /** A refused request was sent again with another token. */
  | { readonly type: 'replayed'; readonly status: number }
  /** No token is asked for until `retryAfterMs` have passed. */
  | {
      readonly type: 'breaker_opened'
      readonly reason: PauseReason
      readonly retryAfterMs: number
    }
  /** Tokens work again. */
  | { readonly type: 'breaker_closed'; readonly reason: PauseReason }
  /**
   * A request has ended, with all its attempts and waits. `code` is that of its error; a request
   * whose answer holds GraphQL errors or an HTTP error has been answered, and has none.
   */
  | {
      readonly type: 'request_finished'
      readonly operation: string
      readonly kind: 'query' | 'mutation' | 'download' | 'other'
      readonly durationMs: number
      readonly attempts: number
      readonly code?: string
    }
  /** An attempt failed and will be made again in `delayMs`. `attempt` counts those made so far. */
  | {
      readonly type: 'retried'
      readonly operation: string
      readonly attempt: number
      readonly delayMs: number
      readonly failure: string
      readonly status?: number
    }
  /** A request waited at the throttle gate before it was sent. */
  | { readonly type: 'throttle_waited'; readonly durationMs: number }
  /** The whole client pauses; `askedMs` is what the server asked for, before it was capped. */
  | {
      readonly type: 'throttle_paused'
      readonly because: 'retry_after' | 'rate_limit'
      readonly durationMs: number
      readonly askedMs: number
    }
  /** A tenth or less of the token quota is left. */
  | {
      readonly type: 'quota_low'
      readonly bucket: string
      readonly quota: number
      readonly remaining: number
      readonly resetMs: number
    }

/** Receives events. What it throws, or a promise it returns and that fails, is ignored. */
export type EventListener = (event: ClientEvent) => void

/** Stands where nobody listens; what leads up to an event can then be left out. */
export const silent: EventListener = () => {}

/**
 * Guards a listener so that it cannot break an operation.
 *
 * @throws TypeError when it is no function.
 */
export function createEmitter(listener: EventListener | undefined): EventListener {
  if (!listener) return silent
  requireFunction(listener, 'onEvent')
  return (event) => {
    try {
      // A listener may be async although its type says void; its failure is its own.
      Promise.resolve(listener(event) as unknown).catch(() => {})
    } catch {}
  }
}
