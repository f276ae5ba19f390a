/**
 * One request to the token endpoint: the OAuth 2.0 client credentials grant (RFC 6749, section
 * 4.4), with First AML's JSON body of four members, or as the RFC's form.
 *
 * Redirects are not followed, since the credentials would go along. The answer is read no further
 * than a token can be long. Nothing of the credentials, and nothing of a token, gets into an error.
 */
import { untilAborted } from '../base/abort.js'
import { readBoundedText, releaseBody } from '../base/bounded-body.js'
import { TokenRefusedError, TokenUnavailableError } from '../base/errors.js'
import { describeFailure, redact } from '../base/redaction.js'
import { readRetryAfterMs } from '../base/retry-after.js'
import type { Runtime } from '../base/runtime.js'
import type { IssuedToken } from './access-token.js'
import { readTokenQuota, type TokenQuota } from './token-quota.js'
import { readTokenResponse } from './token-response.js'

/** How the body of a token request is written. */
export type TokenRequestFormat = 'json' | 'form'

export interface TokenRequestSettings {
  readonly tokenUrl: URL
  readonly clientId: string
  readonly audience: string
  readonly userAgent: string
  readonly format: TokenRequestFormat
  readonly runtime: Runtime
}

export interface TokenAnswer {
  readonly token: IssuedToken
  readonly quota: readonly TokenQuota[]
}

const longestAnswerBytes = 65_536

/**
 * Sends one token request.
 *
 * @throws TokenRefusedError, TokenUnavailableError, or the signal's reason.
 */
export async function requestToken(
  settings: TokenRequestSettings,
  clientSecret: string,
  signal: AbortSignal,
): Promise<TokenAnswer> {
  const { runtime, tokenUrl, userAgent, format } = settings
  let response: Response
  let text: string | undefined
  try {
    // Raced with the signal as well: a fetch of the application's own may not listen to it.
    response = await untilAborted(
      runtime.fetch(tokenUrl.href, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          'content-type':
            format === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
          'user-agent': userAgent,
        },
        body: tokenRequestBody(settings, clientSecret),
        redirect: 'manual',
        signal,
      }),
      signal,
    )
    if (isRedirect(response)) {
      releaseBody(response)
      throw new TokenUnavailableError(
        `The token endpoint ${describe(tokenUrl)} answered with a redirect (status ${response.status}), which is not followed because the credentials would go along. Set tokenUrl (FIRSTAML_TOKEN_URL) to the address that issues tokens.`,
        { reason: 'invalid_response', status: response.status },
      )
    }
    text = await untilAborted(readBoundedText(response, longestAnswerBytes), signal)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (error instanceof TokenUnavailableError) throw error
    throw new TokenUnavailableError(
      `The token endpoint ${describe(tokenUrl)} could not be reached or cut the connection. Check the network and tokenUrl (FIRSTAML_TOKEN_URL).`,
      { reason: 'network' },
      { cause: describeFailure(error, [clientSecret]) },
    )
  }
  const quota = readTokenQuota(response.headers)
  if (response.status === 200) {
    const token = text === undefined ? 'a body that is too long' : readTokenResponse(text)
    if (typeof token === 'object') return { token, quota }
    throw new TokenUnavailableError(
      `The token endpoint ${describe(tokenUrl)} answered 200 with ${token}. Check tokenUrl (FIRSTAML_TOKEN_URL).`,
      { reason: 'invalid_response', status: 200 },
    )
  }
  throw readFailure(settings, response, text ?? '', quota, clientSecret)
}

function tokenRequestBody(settings: TokenRequestSettings, clientSecret: string): string {
  const members = {
    grant_type: 'client_credentials',
    audience: settings.audience,
    client_id: settings.clientId,
    client_secret: clientSecret,
  }
  return settings.format === 'json'
    ? JSON.stringify(members)
    : new URLSearchParams(members).toString()
}

function isRedirect(response: Response): boolean {
  // A browser hides a redirect that is not followed behind type 'opaqueredirect' and status 0.
  return response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)
}

function readFailure(
  settings: TokenRequestSettings,
  response: Response,
  text: string,
  quota: readonly TokenQuota[],
  clientSecret: string,
): TokenRefusedError | TokenUnavailableError {
  const { status } = response
  const where = `The token endpoint ${describe(settings.tokenUrl)}`
  const retryAfterMs = readRetryAfterMs(response.headers, settings.runtime.now())
  if (status === 429) {
    const spent = quota.find(({ remaining }) => remaining === 0)
    const waitMs = Math.max(retryAfterMs ?? 0, spent?.resetMs ?? 0)
    return new TokenUnavailableError(
      spent
        ? `${where} answered 429: the quota of ${spent.quota} tokens (${spent.bucket}) is used up; it resets in ${Math.ceil(spent.resetMs / 1000)} s. Share tokens between processes with a tokenStore.`
        : `${where} answered 429: too many token requests.`,
      { reason: 'throttled', status, retryAfterMs: waitMs || retryAfterMs },
    )
  }
  if (status === 408 || status >= 500) {
    return new TokenUnavailableError(`${where} answered ${status}.`, {
      reason: 'server_error',
      status,
      retryAfterMs,
    })
  }
  const oauth = readOAuthError(text)
  if (oauth || status === 400 || status === 401 || status === 403) {
    const error = redact(oauth?.error ?? 'unknown_error', [clientSecret], 60)
    const errorDescription =
      oauth?.errorDescription === undefined
        ? undefined
        : redact(oauth.errorDescription, [clientSecret])
    return new TokenRefusedError(
      `${where} refused to issue a token: ${status} ${error}${errorDescription ? ` (${errorDescription})` : ''}. Check clientId and clientSecret (FIRSTAML_CLIENT_ID, FIRSTAML_CLIENT_SECRET) and the audience; credentials differ between sandbox and production.`,
      { status, error, errorDescription },
    )
  }
  return new TokenUnavailableError(
    `${where} answered ${status}${text ? `: ${redact(text, [clientSecret], 120)}` : ''}. Check tokenUrl (FIRSTAML_TOKEN_URL).`,
    { reason: 'invalid_response', status },
  )
}

function readOAuthError(text: string): { error: string; errorDescription?: string } | undefined {
  try {
    const members: unknown = JSON.parse(text)
    if (typeof members !== 'object' || members === null || !('error' in members)) return undefined
    if (typeof members.error !== 'string') return undefined
    return 'error_description' in members && typeof members.error_description === 'string'
      ? { error: members.error, errorDescription: members.error_description }
      : { error: members.error }
  } catch {
    return undefined
  }
}

/** Where a URL points, without the query string, which may hold secrets. */
function describe(url: URL): string {
  return `${url.origin}${url.pathname}`
}
