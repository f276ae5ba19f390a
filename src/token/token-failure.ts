/**
 * What an answer other than 200 of the token endpoint means: wait, give up, or look elsewhere.
 */
import { TokenRefusedError, TokenUnavailableError } from '../base/errors.js'
import { membersOf, parseJson } from '../base/json.js'
import { redact } from '../base/redaction.js'
import { readRetryAfterMs } from '../base/retry-after.js'
import type { TokenQuota } from './token-quota.js'

export interface FailureContext {
  readonly quota: readonly TokenQuota[]
  /** The option that the endpoint's address comes from, as messages name it. */
  readonly addressOption: string
  /** Longest pause that an answer may impose, in milliseconds. */
  readonly maxPauseMs: number
  /** Kept out of every message. */
  readonly clientSecret: string
  /** Wall clock, in milliseconds since the epoch. */
  readonly now: number
}

/**
 * @param endpoint - how messages name the token endpoint.
 * @param text - the answer's body, bounded.
 */
export function readFailure(
  endpoint: string,
  { status, headers }: Response,
  text: string,
  { quota, addressOption, maxPauseMs, clientSecret, now }: FailureContext,
): TokenRefusedError | TokenUnavailableError {
  const imposedMs = readRetryAfterMs(headers, now)
  const retryAfterMs = imposedMs === undefined ? undefined : Math.min(imposedMs, maxPauseMs)
  if (status === 429) {
    const [spent] = quota
      .filter(({ remaining }) => remaining === 0)
      .sort((a, b) => b.resetMs - a.resetMs)
    return new TokenUnavailableError(
      spent
        ? `${endpoint} answered 429: the quota of ${spent.quota} tokens (${spent.bucket}) is used up; it resets in ${Math.ceil(spent.resetMs / 1000)} s. Share tokens between processes with a tokenStore.`
        : `${endpoint} answered 429: too many token requests.`,
      {
        reason: 'throttled',
        status,
        retryAfterMs: spent
          ? Math.max(retryAfterMs ?? 0, Math.min(spent.resetMs, maxPauseMs))
          : retryAfterMs,
      },
    )
  }
  if (status === 408 || status >= 500) {
    return new TokenUnavailableError(`${endpoint} answered ${status}.`, {
      reason: 'server_error',
      status,
      retryAfterMs,
    })
  }
  const oauth = readOAuthError(text)
  if (oauth || status === 400 || status === 401 || status === 403) {
    const error = redact(oauth?.error ?? 'unknown_error', [clientSecret], 60)
    const errorDescription =
      oauth?.description === undefined ? undefined : redact(oauth.description, [clientSecret])
    return new TokenRefusedError(
      `${endpoint} refused to issue a token: ${status} ${error}${errorDescription ? ` (${errorDescription})` : ''}. Check clientId and clientSecret (FIRSTAML_CLIENT_ID, FIRSTAML_CLIENT_SECRET) and the audience; credentials differ between sandbox and production.`,
      { status, error, errorDescription },
    )
  }
  return new TokenUnavailableError(
    `${endpoint} answered ${status}${text ? `: ${redact(text, [clientSecret], 120)}` : ''}. Check ${addressOption}.`,
    { reason: 'invalid_response', status },
  )
}

/** How messages name the endpoint: without the query string, which may hold secrets. */
export function describeEndpoint({ origin, pathname }: URL): string {
  return `The token endpoint ${origin}${pathname}`
}

function readOAuthError(
  text: string,
): { error: string; description: string | undefined } | undefined {
  const { error, error_description: description } = membersOf(parseJson(text))
  if (typeof error !== 'string') return undefined
  return { error, description: typeof description === 'string' ? description : undefined }
}
