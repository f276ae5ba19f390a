/**
 * One acquisition: as many token requests as it takes, within a number of attempts and a total
 * time. It knows nothing of caching; {@link createTokenSource} calls it once for everybody.
 */
import { joinSignals, sleep, untilAborted } from '../base/abort.js'
import { type BackoffOptions, backoffMs } from '../base/backoff.js'
import { TokenRefusedError, TokenUnavailableError } from '../base/errors.js'
import type { EventListener, TokenRequestReason } from '../base/events.js'
import type { IssuedToken } from './access-token.js'
import { requestToken, type TokenAnswer, type TokenRequestSettings } from './token-request.js'

/** The client secret, or a function that fetches it (from a secret manager, say). */
export type ClientSecret = string | (() => string | Promise<string>)

export interface MintSettings extends TokenRequestSettings {
  readonly clientSecret: ClientSecret
  /** Token requests per acquisition. */
  readonly attempts: number
  /** Limit for one token request, in milliseconds. */
  readonly attemptTimeoutMs: number
  /** Limit for the whole acquisition, in milliseconds. */
  readonly timeoutMs: number
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
}

const backoff: BackoffOptions = { baseMs: 250, maxMs: 5_000 }

/**
 * Gets a token.
 *
 * @param closing - fires when the token source is disposed of.
 * @throws TokenRefusedError, TokenUnavailableError, or the reason of `closing`.
 */
export async function mintToken(
  settings: MintSettings,
  reason: TokenRequestReason,
  attempts: number,
  closing: AbortSignal,
): Promise<MintedToken> {
  const { runtime, timeoutMs } = settings
  const deadline = new AbortController()
  const cancelDeadline = runtime.after(timeoutMs, () => deadline.abort(timedOut(timeoutMs)))
  const { signal, release } = joinSignals(closing, deadline.signal)
  try {
    return await mintWithin(settings, reason, attempts, signal)
  } finally {
    cancelDeadline()
    release()
  }
}

async function mintWithin(
  settings: MintSettings,
  reason: TokenRequestReason,
  attempts: number,
  signal: AbortSignal,
): Promise<MintedToken> {
  const { runtime, emit, maxWaitMs } = settings
  let secret = await readSecret(settings.clientSecret, signal)
  let askedAgain = false
  for (let attempt = 1; ; attempt++) {
    const sentAt = runtime.now()
    const sentAtMonotonic = runtime.monotonic()
    emit({ type: 'token_requested', reason, attempt })
    try {
      const answer = await requestWithTimeout(settings, secret, signal)
      reportLowQuota(answer, emit)
      return { token: answer.token, sentAt, sentAtMonotonic }
    } catch (error) {
      if (signal.aborted) throw signal.reason
      if (!askedAgain && refusesCredentials(error) && typeof settings.clientSecret === 'function') {
        askedAgain = true
        const rotated = await readSecret(settings.clientSecret, signal)
        if (rotated !== secret) {
          secret = rotated
          continue
        }
      }
      if (!(error instanceof TokenUnavailableError) || !mayPass(error) || attempt >= attempts) {
        throw error
      }
      const imposedMs = error.retryAfterMs ?? 0
      if (imposedMs > maxWaitMs) throw error
      await sleep(
        runtime,
        Math.max(imposedMs, backoffMs(attempt, backoff, runtime.random())),
        signal,
      )
    }
  }
}

async function requestWithTimeout(
  settings: MintSettings,
  secret: string,
  signal: AbortSignal,
): Promise<TokenAnswer> {
  const { runtime, attemptTimeoutMs } = settings
  const deadline = new AbortController()
  const cancel = runtime.after(attemptTimeoutMs, () => deadline.abort(timedOut(attemptTimeoutMs)))
  const joined = joinSignals(signal, deadline.signal)
  try {
    return await requestToken(settings, secret, joined.signal)
  } finally {
    cancel()
    joined.release()
  }
}

async function readSecret(clientSecret: ClientSecret, signal: AbortSignal): Promise<string> {
  if (typeof clientSecret === 'string') return clientSecret
  let secret: unknown
  try {
    secret = await untilAborted(
      Promise.resolve().then(() => clientSecret()),
      signal,
    )
  } catch {
    if (signal.aborted) throw signal.reason
    // The supplier's own error is left out: it may quote the secret or the way to it.
    throw new TokenUnavailableError(
      'The function given as clientSecret failed. Check the secret manager that it asks.',
      { reason: 'secret_unavailable' },
    )
  }
  if (typeof secret === 'string' && secret !== '') return secret
  throw new TokenUnavailableError(
    'The function given as clientSecret returned no text. It must return the client secret.',
    { reason: 'secret_unavailable' },
  )
}

/** Auth0 answers wrong credentials with 401 and a code of its own, the RFC with invalid_client. */
function refusesCredentials(error: unknown): boolean {
  return (
    error instanceof TokenRefusedError && (error.status === 401 || error.error === 'invalid_client')
  )
}

function mayPass(error: TokenUnavailableError): boolean {
  switch (error.reason) {
    case 'network':
    case 'timeout':
    case 'throttled':
      return true
    case 'server_error':
      return error.status !== undefined && [408, 500, 502, 503, 504].includes(error.status)
    default:
      return false
  }
}

function timedOut(limitMs: number): TokenUnavailableError {
  return new TokenUnavailableError(
    `The token endpoint did not answer within ${limitMs / 1000} s. Check the network and tokenUrl (FIRSTAML_TOKEN_URL).`,
    { reason: 'timeout' },
  )
}

function reportLowQuota({ quota }: TokenAnswer, emit: EventListener): void {
  for (const bucket of quota) {
    if (bucket.remaining <= bucket.quota / 10) emit({ type: 'quota_low', ...bucket })
  }
}
