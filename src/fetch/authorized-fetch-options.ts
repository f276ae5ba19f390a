import { createEmitter, type EventListener } from '../base/events.js'
import { createRuntime, type Runtime } from '../base/runtime.js'
import { readSecureUrl } from '../base/urls.js'
import { createUserAgent } from '../base/user-agent.js'
import type { TokenSource } from '../token/token-source.js'
import { createApiOrigins } from './api-origins.js'
import type { AuthorizedSendSettings } from './authorized-send.js'
import type { TrafficOptions } from './traffic-options.js'

/** What `createAuthorizedFetch` takes. */
export interface AuthorizedFetchOptions extends TrafficOptions {
  /** Where tokens come from: `createTokenSource`, or anything with its `get`. */
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
