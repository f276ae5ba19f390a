import { createEmitter, type EventListener } from '../base/events.js'
import { createRuntime, type Runtime } from '../base/runtime.js'
import { readSecureUrl } from '../base/urls.js'
import { createUserAgent } from '../base/user-agent.js'
import type { TokenSource } from '../token/token-source.js'
import { createApiOrigins } from './api-origins.js'
import { type AuthorizedSendSettings, createAuthorizedSend } from './authorized-send.js'
import { createRunAttempts } from './run-attempts.js'
import { createTrackedFetch, createTrackedSend, type TrackedSend } from './tracked-fetch.js'
import { createTraffic, type Traffic } from './traffic.js'
import type { TrafficOptions } from './traffic-options.js'

/** What {@link createAuthorizedFetch} takes. */
export interface AuthorizedFetchOptions extends TrafficOptions {
  /** Where tokens come from: {@link createTokenSource}, or anything with its `get`. */
  readonly tokenSource: Pick<TokenSource, 'get'> &
    Partial<Pick<TokenSource, 'report' | 'peek' | 'tokenUrl'>>
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
  const { tokenSource, allowInsecureRequests: allowInsecure = false } = options
  if (typeof tokenSource?.get !== 'function') {
    throw new TypeError('tokenSource must be a token source: create one with createTokenSource.')
  }
  const own = (options.origins ?? []).map((url) => readSecureUrl(url, 'origins', allowInsecure))
  if (own.length === 0 && tokenSource.tokenUrl === undefined) {
    throw new TypeError(
      "origins must name the API's URL: this tokenSource does not say where its tokens come from.",
    )
  }
  return {
    tokenSource,
    runtime: createRuntime(options.runtime, options.fetch),
    userAgent: createUserAgent(options.userAgent),
    origins: createApiOrigins(
      own,
      tokenSource.tokenUrl === undefined ? undefined : new URL(tokenSource.tokenUrl),
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
 * token to send, redirects never carry the token to another origin, and a body that is a stream
 * (that of a `Request` always is) is not sent twice: its 401 is the answer.
 *
 * @example
 * ```ts
 * const authorizedFetch = createAuthorizedFetch({ tokenSource })
 * const response = await authorizedFetch(contentsUrl)
 * ```
 */
export function createAuthorizedFetch(options: AuthorizedFetchOptions): typeof globalThis.fetch {
  const settings = normalizeAuthorizedFetchOptions(options)
  return createTrackedFetch(
    createSend(settings, createTraffic(options, settings.runtime, settings.emit)),
  )
}

/** Sends the requests of a client that are no operations. */
export function createSend(settings: AuthorizedSendSettings, traffic: Traffic): TrackedSend {
  const { runtime, emit } = settings
  return createTrackedSend(
    createAuthorizedSend(settings, traffic),
    createRunAttempts(traffic, runtime, emit),
    traffic.lifetime,
    runtime,
  )
}
