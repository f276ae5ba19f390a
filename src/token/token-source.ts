/**
 * The token source: one access token for everybody, asked for once.
 *
 * OAuth 2.0 client credentials (RFC 6749, section 4.4) have no refresh token; a new token is simply
 * asked for. What is hard is asking rarely. Three rules do it:
 *
 * - One acquisition at a time. Whoever needs a token while one is being fetched waits for that one.
 * - A refused token is named. `get({ rejected })` says which token the API refused, so a late 401
 *   for a token that has been replaced meanwhile costs nothing.
 * - A breaker pauses hopeless asking: wrong credentials, fresh tokens that the API refuses,
 *   throttling, an endpoint that is down.
 *
 * A token's lifetime counts from the moment its request was sent, on the wall clock (a laptop that
 * slept) and on the monotonic one (a clock that was set back); the earlier end counts.
 */
import { untilAborted } from '../base/abort.js'
import {
  AbortedError,
  AccessRejectedError,
  type FirstAmlError,
  TokenRefusedError,
  TokenUnavailableError,
} from '../base/errors.js'
import type { PauseReason, TokenRequestReason } from '../base/events.js'
import type { AccessToken } from './access-token.js'
import { createBreaker } from './breaker.js'
import { pausedError } from './paused-error.js'
import { type MintedToken, mintToken } from './token-mint.js'
import { normalizeTokenSourceOptions, type TokenSourceOptions } from './token-source-options.js'
import { tokenWindows } from './token-windows.js'

export interface GetTokenOptions {
  /** The token that the API answered 401 to, if that is why one is needed. */
  readonly rejected?: string | undefined
  /** Ends this caller's wait only; others who wait for the same token are not disturbed. */
  readonly signal?: AbortSignal | null | undefined
}

export interface TokenSource {
  /**
   * The token to send now.
   *
   * @throws TokenRefusedError, TokenUnavailableError, AccessRejectedError, AbortedError when the
   * source is disposed of, or the signal's reason.
   */
  readonly get: (options?: GetTokenOptions) => Promise<AccessToken>
  /**
   * Says how the API took a token. An accepted one lets the source tell a revoked token from a
   * source whose every token is refused; a rejected one is not handed out again.
   */
  readonly report: (token: string, outcome: 'accepted' | 'rejected') => void
  /** Where tokens come from, for deciding where they may go. */
  readonly tokenUrl: string
  /** Ends what is under way; every later `get` fails. */
  readonly dispose: () => void
}

/** The token in use, with the ends of its use on both clocks. */
interface HeldToken {
  readonly token: AccessToken
  readonly handedOut: Promise<AccessToken>
  readonly softAtMonotonic: number
  readonly hardAtMonotonic: number
  readonly hardAt: number
}

/** The last token that was issued, whether or not it is held. */
interface IssuedRecord {
  readonly value: string
  accepted: boolean
  rejected: boolean
}

/** Fresh tokens that the API may refuse in a row before asking is paused. */
const toleratedStrikes = 2

/** Acquisitions that may fail in a row before asking is paused. */
const toleratedFailures = 2

export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const settings = normalizeTokenSourceOptions(options)
  const { runtime, emit } = settings
  const breaker = createBreaker(runtime, emit)
  const closing = new AbortController()
  let held: HeldToken | undefined
  let issued: IssuedRecord | undefined
  let minting: Promise<AccessToken> | undefined
  /** The token that the next one must differ from. */
  let refusedValue: string | undefined
  let pauseCause: FirstAmlError | undefined
  let strikes = 0
  let failures = 0

  const pause = (reason: PauseReason, cause: FirstAmlError, atLeastMs?: number) => {
    pauseCause = cause
    breaker.trip(reason, atLeastMs)
  }

  const strike = (reason: 'fresh_token_rejected' | 'same_token') => {
    strikes++
    if (strikes < toleratedStrikes) return
    // After the pause any token is given a chance, the same one included.
    refusedValue = undefined
    pause(
      'token_rejected',
      new AccessRejectedError(
        reason === 'same_token'
          ? 'The API refuses the token, and the token endpoint issues the same one again. Ask First AML whether the client may use this API, and check that token and API host belong together.'
          : 'The API refuses every fresh token. Check that graphqlUrl and tokenUrl belong to the same environment and that the audience is right; otherwise ask First AML.',
        { reason },
      ),
    )
  }

  const reject = (value: string) => {
    if (issued?.value !== value) {
      if (!held) refusedValue = value
      return
    }
    if (issued.rejected) return
    issued.rejected = true
    held = undefined
    refusedValue = value
    if (issued.accepted) strikes = 0
    else strike('fresh_token_rejected')
  }

  const accept = (value: string) => {
    if (issued?.value !== value || issued.accepted || issued.rejected) return
    issued.accepted = true
    strikes = 0
    if (breaker.reason() === 'token_rejected') breaker.close()
  }

  const hold = ({ token: fresh, sentAt, sentAtMonotonic }: MintedToken): AccessToken => {
    const same = fresh.value === held?.token.value ? held.token : undefined
    // A token that is handed out twice does not live longer for it.
    const expiresAt = Math.min(sentAt + fresh.lifetimeMs, same?.expiresAt ?? Infinity)
    const lifetimeMs = Math.max(0, expiresAt - sentAt)
    const token: AccessToken = {
      value: fresh.value,
      expiresAt,
      ...(fresh.scope !== undefined && { scope: fresh.scope }),
    }
    if (!same) issued = { value: fresh.value, accepted: false, rejected: false }
    if (lifetimeMs === 0) {
      held = undefined
      return token
    }
    const { softMs, hardMs } = tokenWindows(lifetimeMs, settings.refreshAheadMs, runtime.random())
    const hardAtMonotonic = sentAtMonotonic + lifetimeMs - hardMs
    held = {
      token,
      handedOut: Promise.resolve(token),
      hardAtMonotonic,
      hardAt: expiresAt - hardMs,
      softAtMonotonic:
        softMs === 0
          ? Infinity
          : same
            ? sentAtMonotonic + lifetimeMs / 2
            : sentAtMonotonic + lifetimeMs - softMs,
    }
    return token
  }

  const fail = (error: unknown, ahead: boolean) => {
    failures++
    if (error instanceof TokenRefusedError) pause('token_refused', error)
    else if (error instanceof TokenUnavailableError) {
      if (error.retryAfterMs !== undefined && error.retryAfterMs > 0) {
        pause('throttled', error, error.retryAfterMs)
      } else if (ahead || breaker.isTripped() || failures >= toleratedFailures) {
        pause('unavailable', error)
      }
    }
  }

  const mint = async (reason: TokenRequestReason): Promise<AccessToken> => {
    const startedAt = runtime.monotonic()
    // Half-open, one request decides; it is not repeated.
    const attempts = breaker.isTripped() ? 1 : settings.attempts
    try {
      const minted = await mintToken(settings, reason, attempts, closing.signal)
      failures = 0
      if (breaker.reason() !== 'token_rejected') breaker.close()
      emit({
        type: 'token_received',
        reason,
        durationMs: runtime.monotonic() - startedAt,
        lifetimeMs: minted.token.lifetimeMs,
        ...(minted.token.scope !== undefined && { scope: minted.token.scope }),
      })
      if (minted.token.value === refusedValue) {
        strike('same_token')
        throw new AccessRejectedError(
          'The API refused the token, and the token endpoint issued the same one again. Try later, or ask First AML.',
          { reason: 'same_token', status: 401 },
        )
      }
      return hold(minted)
    } catch (error) {
      if (error instanceof TokenRefusedError || error instanceof TokenUnavailableError) {
        fail(error, reason === 'ahead')
        emit({
          type: 'token_failed',
          reason,
          durationMs: runtime.monotonic() - startedAt,
          code: error.code,
          ...(error.status !== undefined && { status: error.status }),
        })
      }
      throw error
    }
  }

  const start = (reason: TokenRequestReason): Promise<AccessToken> => {
    const acquisition = mint(reason).finally(() => {
      if (minting === acquisition) minting = undefined
    })
    // Its waiters may all have left, and nobody waits for one made ahead.
    acquisition.catch(() => {})
    minting = acquisition
    return acquisition
  }

  const acquire = (rejected: string | undefined): Promise<AccessToken> => {
    if (minting) return minting
    const remainingMs = breaker.remainingMs()
    if (remainingMs > 0 && pauseCause) return Promise.reject(pausedError(pauseCause, remainingMs))
    return start(rejected !== undefined ? 'rejected' : issued ? 'expired' : 'cold')
  }

  const isUsable = ({ hardAtMonotonic, hardAt }: HeldToken, at: number) =>
    at < hardAtMonotonic && runtime.now() < hardAt

  return {
    tokenUrl: settings.tokenUrl.href,
    get: ({ rejected, signal } = {}) => {
      if (closing.signal.aborted) return Promise.reject(closing.signal.reason)
      if (signal?.aborted) return Promise.reject(signal.reason)
      if (rejected !== undefined) reject(rejected)
      if (held) {
        const at = runtime.monotonic()
        if (isUsable(held, at)) {
          if (at >= held.softAtMonotonic && !minting && breaker.remainingMs() === 0)
            void start('ahead')
          return held.handedOut
        }
      }
      return untilAborted(acquire(rejected), signal)
    },
    report: (token, outcome) => (outcome === 'accepted' ? accept(token) : reject(token)),
    dispose: () => {
      held = undefined
      closing.abort(new AbortedError('The token source has been disposed of. Create a new client.'))
    },
  }
}
