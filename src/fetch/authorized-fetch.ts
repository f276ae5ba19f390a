import { createEmitter, type EventListener } from '../base/events.js'
import { createRuntime, type Runtime } from '../base/runtime.js'
import { readSecureUrl } from '../base/urls.js'
import { createUserAgent } from '../base/user-agent.js'
import type { TokenSource } from '../token/token-source.js'
import { createApiOrigins } from './api-origins.js'
import { type AuthorizedSendSettings, createAuthorizedSend } from './authorized-send.js'
import { readRequest } from './request-parts.js'

/** What {@link createAuthorizedFetch} takes. */
export interface AuthorizedFetchOptions {
  /** Where tokens come from: {@link createTokenSource}, or anything with its `get`. */
  readonly tokenSource: Pick<TokenSource, 'get'> & Partial<Pick<TokenSource, 'report' | 'tokenUrl'>>
  /**
   * URLs whose origins may see the token, besides the token URL's own. Requests to any other
   * origin go out without it.
   */
  readonly origins?: readonly (string | URL)[] | undefined
  /** The application's own product, such as `acme-crm/1.2`; ours is appended. */
  readonly userAgent?: string | undefined
  /** Sends the requests; default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Allows `http:` beyond loopback; default false. */
  readonly allowInsecureRequests?: boolean | undefined
  /** Told what happens; see {@link ClientEvent}. */
  readonly onEvent?: EventListener | undefined
  /** Clock, timers and randomness, for tests. */
  readonly runtime?: Partial<Runtime> | undefined
}

/** Fills in defaults and refuses what cannot work. @throws TypeError naming the option. */
export function normalizeAuthorizedFetchOptions(
  options: AuthorizedFetchOptions,
): AuthorizedSendSettings {
  const { tokenSource } = options
  if (typeof tokenSource?.get !== 'function') {
    throw new TypeError('tokenSource must be a token source: create one with createTokenSource.')
  }
  const allowInsecure = options.allowInsecureRequests ?? false
  const own = (options.origins ?? []).map((url) => readSecureUrl(url, 'origins', allowInsecure))
  return {
    tokenSource,
    runtime: createRuntime(options.runtime, options.fetch),
    userAgent: createUserAgent(options.userAgent),
    origins: createApiOrigins(
      tokenSource.tokenUrl === undefined ? own : [...own, tokenSource.tokenUrl],
    ),
    emit: createEmitter(options.onEvent),
  }
}

/**
 * A `fetch` that sends the access token with every request to the API, and on a 401 gets a fresh
 * one and sends the request once more. Use it for file downloads, or give it to any other client.
 *
 * It keeps to `fetch`'s manners: an HTTP error is a response, the caller's signal ends it with the
 * signal's reason, a caller's own `Authorization` header is left alone. What differs: it rejects
 * with a `TokenRefusedError`, `TokenUnavailableError` or `AccessRejectedError` when there is no
 * token to send, and redirects never carry the token to another origin.
 *
 * @example
 * const authorizedFetch = createAuthorizedFetch({ tokenSource })
 * const response = await authorizedFetch(contentsUrl)
 */
export function createAuthorizedFetch(options: AuthorizedFetchOptions): typeof globalThis.fetch {
  const send = createAuthorizedSend(normalizeAuthorizedFetchOptions(options))
  return async (input, init) => {
    const { url, parts } = readRequest(input, init)
    const { response, accept } = await send(url, parts)
    accept?.()
    return response
  }
}
