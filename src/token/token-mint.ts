/**
 * One token from the token endpoint: as many requests as it takes, within a number of attempts and
 * the time that the signal allows. It knows nothing of caching or sharing.
 */
import { sleep, throwIfAborted } from '../base/abort.js'
import { type BackoffOptions, backoffMs } from '../base/backoff.js'
import { TokenRefusedError, TokenUnavailableError } from '../base/errors.js'
import type { EventListener, TokenRequestReason } from '../base/events.js'
import type { IssuedToken } from './access-token.js'
import { type ClientSecret, readSecret } from './client-secret.js'
import { withinTime } from './deadline.js'
import { requestToken, type TokenAnswer, type TokenRequestSettings } from './token-request.js'

export type { ClientSecret } from './client-secret.js'

export interface MintSettings extends TokenRequestSettings {
  readonly clientSecret: ClientSecret
  /** Token requests per acquisition. */
  readonly attempts: number
  /** Limit for one token request, in milliseconds. */
  readonly attemptTimeoutMs: number
  /** A `Retry-After` up to this many milliseconds is waited out; a longer one fails at once. */
  readonly maxWaitMs: number
  readonly emit: EventListener
}

/** A token and the moment its lifetime counts from. */
export interface MintedToken {
  readonly token: IssuedToken
  /** Wall clock when its request was sent, in milliseconds since the epoch. */
  readonly sentAt: number
  /** Monotonic clock at the same moment, in milliseconds. */
  readonly sentAtMonotonic: number
  /** Another secret than the one given was used: its owners may not share the token. */
  readonly rotated?: boolean
}

const backoff: BackoffOptions = { baseMs: 250, maxMs: 5_000 }

/**
 * Gets a token.
 *
 * @param secret - the client secret as it was read for this acquisition; it is read once more when
 * the endpoint refuses it and `clientSecret` is a function.
 * @throws TokenRefusedError, TokenUnavailableError, or the signal's reason.
 */
export async function mintToken(
  settings: MintSettings,
  secret: string,
  reason: TokenRequestReason,
  attempts: number,
  signal: AbortSignal,
): Promise<MintedToken> {
  const { runtime, emit, maxWaitMs, clientSecret } = settings
  let current = secret
  let askedAgain = false
  for (let attempt = 1; ; attempt++) {
    throwIfAborted(signal)
    const sentAt = runtime.now()
    const sentAtMonotonic = runtime.monotonic()
    emit({ type: 'token_requested', reason, attempt })
    try {
      const answer = await requestWithTimeout(settings, current, signal)
      reportLowQuota(answer, emit)
      return { token: answer.token, sentAt, sentAtMonotonic, rotated: current !== secret }
    } catch (error) {
      if (!askedAgain && refusesCredentials(error) && typeof clientSecret === 'function') {
        askedAgain = true
        // If it cannot be read again, the refusal is what matters.
        const rotated = await readSecret(clientSecret, signal).catch(() => current)
        throwIfAborted(signal)
        if (rotated !== current) {
          current = rotated
          continue
        }
      }
      if (!(error instanceof TokenUnavailableError) || !mayPass(error) || attempt >= attempts) {
        throw error
      }
      const imposedMs = error.retryAfterMs ?? 0
      if (imposedMs > maxWaitMs) throw error
      // Everybody was told the same time, so that is spread too.
      const draw = runtime.random()
      await sleep(
        runtime,
        Math.max(imposedMs + backoff.baseMs * draw, backoffMs(attempt, backoff, draw)),
        signal,
      )
    }
  }
}

function requestWithTimeout(
  settings: MintSettings,
  secret: string,
  signal: AbortSignal,
): Promise<TokenAnswer> {
  const { runtime, attemptTimeoutMs } = settings
  return withinTime(
    runtime,
    attemptTimeoutMs,
    () => noAnswer(settings, attemptTimeoutMs),
    signal,
    (limited) => requestToken(settings, secret, limited),
  )
}

/** The error of a token endpoint that stays silent. */
export function noAnswer(
  { addressOption }: Pick<MintSettings, 'addressOption'>,
  limitMs: number,
): TokenUnavailableError {
  return new TokenUnavailableError(
    `The token endpoint did not answer within ${limitMs / 1000} s. Check the network and ${addressOption}.`,
    { reason: 'timeout' },
  )
}

/** Auth0 answers wrong credentials with 401 and a code of its own, the RFC with invalid_client. */
function refusesCredentials(error: unknown): boolean {
  return (
    error instanceof TokenRefusedError && (error.status === 401 || error.error === 'invalid_client')
  )
}

const passingReasons: readonly string[] = ['network', 'timeout', 'throttled']
const passingStatuses: ReadonlyArray<number | undefined> = [408, 500, 502, 503, 504]

function mayPass({ reason, status }: TokenUnavailableError): boolean {
  return (
    passingReasons.includes(reason) ||
    (reason === 'server_error' && passingStatuses.includes(status))
  )
}

function reportLowQuota({ quota }: TokenAnswer, emit: EventListener): void {
  for (const bucket of quota) {
    if (bucket.remaining <= bucket.quota / 10) emit({ type: 'quota_low', ...bucket })
  }
}
