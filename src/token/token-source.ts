/**
 * The token source: one access token for everybody, asked for once.
 *
 * OAuth 2.0 client credentials (RFC 6749, section 4.4) have no refresh token; a new token is simply
 * asked for. What is hard is asking rarely. Three rules do it:
 *
 * - One acquisition at a time. Whoever needs a token while one is being fetched waits for that one.
 * - A refused token is named. `get({ rejected })` says which token the API refused, so a late 401
 *   for a token that has been replaced meanwhile costs nothing.
 * - Breakers pause hopeless asking: one for the token endpoint (wrong credentials, throttling, an
 *   endpoint that is down), one for the API (fresh tokens that it refuses).
 *
 * A token's lifetime counts from the moment its request was sent, on the wall clock (a laptop that
 * slept) and on the monotonic one (a clock that was set back); the earlier end counts.
 */
import { untilAborted } from '../base/abort.js'
import { AbortedError, AccessRejectedError } from '../base/errors.js'
import type { TokenRequestReason } from '../base/events.js'
import { createAcceptance } from './acceptance.js'
import type { AccessToken } from './access-token.js'
import { acquireToken } from './acquisition.js'
import { reportFailure, reportToken } from './acquisition-events.js'
import { createAvailability } from './availability.js'
import type { Breaker } from './breaker.js'
import { type HeldToken, holdToken, isAgeing, isUsable, outlasts, spareMs } from './held-token.js'
import type { AcquiredToken } from './shared-token.js'
import type { MintedToken } from './token-mint.js'
import { normalizeTokenSourceOptions, type TokenSourceOptions } from './token-source-options.js'

/** What is asked of a token source. */
export interface GetTokenOptions {
  /** The token that the API answered 401 to, if that is why one is needed. */
  readonly rejected?: string | undefined
  /** Ends this caller's wait only; others who wait for the same token are not disturbed. */
  readonly signal?: AbortSignal | null | undefined
}

/** Gives the token to send now, and asks for another when it has to. */
export interface TokenSource {
  /**
   * The token to send now.
   *
   * @throws TokenRefusedError, TokenUnavailableError, AccessRejectedError, AbortedError when the
   * source is disposed of, or the signal's reason.
   */
  readonly get: (options?: GetTokenOptions) => Promise<AccessToken>
  /**
   * The token at hand, if there is one with which nothing is to be done: what `get` would give,
   * without waiting.
   */
  readonly peek: () => AccessToken | undefined
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

/**
 * Creates what asks the token endpoint for tokens and keeps the one that is good: one request for
 * all who need a token at once, another shortly before its end, and pauses where asking is in vain.
 * `createClient` makes its own; make one for `authExchange` or `createAuthorizedFetch`, or to have
 * several clients share it.
 *
 * @throws TypeError when an option cannot work; the message names it.
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  return openTokenSource(options, options.tokenUrl)
}

/** @param given - the token URL that people gave; undefined where it was made of their base URL. */
export function openTokenSource(
  options: TokenSourceOptions,
  given: string | URL | undefined,
): TokenSource {
  const settings = normalizeTokenSourceOptions(options, given)
  const { runtime, emit, refreshAheadMs } = settings
  const closing = new AbortController()
  const availability = createAvailability(runtime, emit)
  const acceptance = createAcceptance(runtime, emit)
  let held: HeldToken | undefined
  let acquiring: Promise<AccessToken> | undefined

  const reject = (value: string) => {
    if (held?.token.value === value) held = undefined
    acceptance.reject(value)
  }

  const isWanted = (found: MintedToken): boolean =>
    !acceptance.wasRejected(found.token.value) &&
    outlasts(found, held, refreshAheadMs, runtime.now(), runtime.monotonic())

  const take = (minted: MintedToken): AccessToken => {
    if (closing.signal.aborted) throw closing.signal.reason
    const { value } = minted.token
    if (acceptance.isBarred(value)) {
      acceptance.reissue()
      throw new AccessRejectedError(
        'The API refused the token, and the token endpoint issued the same one again. Try later, or ask First AML.',
        { reason: 'same_token', status: 401 },
      )
    }
    acceptance.issue(value)
    held = holdToken(minted, held, refreshAheadMs, runtime.random())
    return held.token
  }

  const acquire = async (reason: TokenRequestReason): Promise<AccessToken> => {
    const startedAt = runtime.monotonic()
    // Half-open, one request decides; it is not repeated.
    const attempts = availability.breaker.isTripped() ? 1 : settings.attempts
    let acquired: AcquiredToken
    try {
      acquired = await acquireToken(settings, { reason, attempts, isWanted }, closing.signal)
    } catch (error) {
      const spare =
        reason === 'ahead' && held ? spareMs(held, runtime.now(), runtime.monotonic()) : undefined
      availability.fail(error, spare)
      reportFailure(settings, reason, runtime.monotonic() - startedAt, error)
      throw error
    }
    const { minted, shared } = acquired
    if (!shared) availability.succeed()
    reportToken(settings, reason, runtime.monotonic() - startedAt, acquired)
    return take(minted)
  }

  const start = (reason: TokenRequestReason): Promise<AccessToken> => {
    const acquisition = acquire(reason).finally(() => {
      acquiring = undefined
    })
    // Its waiters may all have left, and nobody waits for one made ahead.
    acquisition.catch(() => {})
    acquiring = acquisition
    return acquisition
  }

  /** What holds acquisitions back at present; the longer pause where there are two. */
  const pausedBy = (): Breaker => {
    const { breaker } = availability
    return breaker.remainingMs() >= acceptance.breaker.remainingMs() ? breaker : acceptance.breaker
  }

  const join = (rejected: string | undefined): Promise<AccessToken> => {
    if (acquiring) return acquiring
    const paused = pausedBy().error()
    if (paused) return Promise.reject(paused)
    const last = acceptance.last()
    if (rejected !== undefined || last === 'rejected') return start('rejected')
    return start(last === 'none' ? 'cold' : 'expired')
  }

  return {
    tokenUrl: settings.tokenUrl.href,
    peek: () => {
      if (!held) return undefined
      const at = runtime.monotonic()
      const now = runtime.now()
      return isUsable(held, now, at) && !isAgeing(held, now, at) ? held.token : undefined
    },
    get: ({ rejected, signal } = {}) => {
      // Said before anything else: it is true even if this caller does not want a token any more.
      if (rejected !== undefined) reject(rejected)
      if (closing.signal.aborted) return Promise.reject(closing.signal.reason)
      if (signal?.aborted) return Promise.reject(signal.reason)
      if (held) {
        const at = runtime.monotonic()
        const now = runtime.now()
        if (isUsable(held, now, at)) {
          if (isAgeing(held, now, at) && !acquiring && pausedBy().remainingMs() === 0) {
            void start('ahead')
          }
          return held.handedOut
        }
      }
      return untilAborted(join(rejected), signal)
    },
    report: (token, outcome) => {
      if (outcome === 'accepted') acceptance.accept(token)
      else reject(token)
    },
    dispose: () => {
      held = undefined
      closing.abort(new AbortedError('The token source has been disposed of. Create a new client.'))
    },
  }
}
