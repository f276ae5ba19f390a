/**
 * One request to the token endpoint: the OAuth 2.0 client credentials grant (RFC 6749, section
 * 4.4), with First AML's JSON body of four members, or as the RFC's form.
 *
 * Redirects are not followed, since the credentials would go along. The answer is read no further
 * than a token can be long. Nothing of the credentials, and nothing of a token, gets into an error.
 */
import { untilAborted } from '../base/abort.js'
import { readBoundedText, releaseBody } from '../base/bounded-body.js'
import { TokenUnavailableError } from '../base/errors.js'
import { describeFailure, redact } from '../base/redaction.js'
import type { Runtime } from '../base/runtime.js'
import type { IssuedToken } from './access-token.js'
import { describeEndpoint, readFailure } from './token-failure.js'
import { readTokenQuota, type TokenQuota } from './token-quota.js'
import { readTokenResponse } from './token-response.js'

/** How the body of a token request is written. */
export type TokenRequestFormat = 'json' | 'form'

export interface TokenRequestSettings {
  readonly tokenUrl: URL
  /** The option that the address comes from, and its variable, as messages name them. */
  readonly addressOption: string
  readonly clientId: string
  readonly audience: string
  readonly userAgent: string
  readonly format: TokenRequestFormat
  /** Longest pause that an answer may impose, in milliseconds. */
  readonly maxPauseMs: number
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
  const endpoint = describeEndpoint(settings.tokenUrl)
  let response: Response
  let text: string | undefined
  try {
    response = await send(settings, clientSecret, signal)
    if (isRedirect(response)) {
      releaseBody(response)
      throw new TokenUnavailableError(
        `${endpoint} answered with a redirect (status ${response.status}), which is not followed because the credentials would go along. Set tokenUrl (FIRSTAML_TOKEN_URL) to the address that issues tokens.`,
        { reason: 'invalid_response', status: response.status },
      )
    }
    text = await readBoundedText(response, longestAnswerBytes, signal)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (error instanceof TokenUnavailableError) throw error
    throw new TokenUnavailableError(
      `${endpoint} could not be reached or cut the connection. Check the network and ${settings.addressOption}.`,
      { reason: 'network' },
      { cause: describeFailure(error, [clientSecret]) },
    )
  }
  const quota = readTokenQuota(response.headers)
  if (response.status !== 200) {
    const { addressOption, maxPauseMs, runtime } = settings
    throw readFailure(endpoint, response, text ?? '', {
      quota,
      addressOption,
      maxPauseMs,
      clientSecret,
      now: runtime.now(),
    })
  }
  const token = text === undefined ? 'a body that is too long' : readTokenResponse(text)
  if (typeof token === 'object') return { token, quota }
  // Of a web page an excerpt helps to find the proxy that wrote it; JSON could hold a token.
  const excerpt = text && /^\s*</.test(text) ? ` (${redact(text, [clientSecret], 120)})` : ''
  throw new TokenUnavailableError(
    `${endpoint} answered 200 with ${token}${excerpt}. Check ${settings.addressOption}.`,
    { reason: 'invalid_response', status: 200 },
  )
}

async function send(
  settings: TokenRequestSettings,
  clientSecret: string,
  signal: AbortSignal,
): Promise<Response> {
  const { runtime, tokenUrl, userAgent, format } = settings
  const response = runtime.fetch(tokenUrl.href, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': format === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
      'user-agent': userAgent,
    },
    body: tokenRequestBody(settings, clientSecret),
    redirect: 'manual',
    signal,
  })
  try {
    // Raced with the signal as well: a fetch of the application's own may not listen to it.
    return await untilAborted(response, signal)
  } catch (error) {
    // What such a fetch brings when nobody waits any more still holds a connection.
    response.then(releaseBody).catch(() => {})
    throw error
  }
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
