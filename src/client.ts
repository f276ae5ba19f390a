import { Client, type Exchange, fetchExchange } from '@urql/core'
import { AbortedError } from './base/errors.js'
import { below, defaultBaseUrl, readSecureUrl } from './base/urls.js'
import { createFetch, normalizeAuthorizedFetchOptions } from './fetch/authorized-fetch.js'
import { createTraffic } from './fetch/traffic.js'
import type { TrafficOptions } from './fetch/traffic-options.js'
import { createTokenSource, type TokenSource } from './token/token-source.js'
import type { TokenSourceOptions } from './token/token-source-options.js'
import { type AuthExchangeOptions, createAuthExchange } from './urql/auth-exchange.js'
import { createRequestFunction, type RequestFunction } from './urql/request.js'

/** What {@link createClient} takes. Durations are in milliseconds. */
export interface FirstAmlClientOptions
  extends Omit<TokenSourceOptions, 'tokenUrl' | 'store' | keyof TokenRequestLimits | 'timeoutMs'>,
    Pick<
      AuthExchangeOptions,
      'unauthenticatedCodes' | 'throttledCodes' | 'origins' | 'requiredScopes' | 'grantedScopes'
    >,
    TrafficOptions {
  /**
   * The environment's host; default First AML's sandbox,
   * `https://public-api-sandbox.firstaml.com`. First AML tells production's.
   */
  readonly baseUrl?: string | URL | undefined
  /** Default `{baseUrl}/graphql/`. */
  readonly graphqlUrl?: string | URL | undefined
  /** Default `{baseUrl}/oauth/token`. */
  readonly tokenUrl?: string | URL | undefined
  /**
   * Shares the token with every other client that has the same store and credentials, such as
   * `memoryTokenStore()`; default: nobody.
   */
  readonly tokenStore?: TokenSourceOptions['store']
  /** How token requests are made again; their whole time is limited by `timeoutMs` too. */
  readonly tokenRequests?: TokenRequestLimits | undefined
  /**
   * Exchanges that operations of `client.urql` pass before the authorization, such as
   * `cacheExchange`. `client.request` does not pass them.
   */
  readonly exchanges?: readonly Exchange[] | undefined
}

/** The limits of the client's token requests. */
type TokenRequestLimits = Pick<TokenSourceOptions, 'attempts' | 'attemptTimeoutMs' | 'maxWaitMs'>

export interface FirstAmlClient {
  /** A urql client: give it to urql's `<Provider>`, or use its `query` and `mutation`. */
  readonly urql: Client
  /**
   * Sends one operation and gives its data. It always goes to the network, and two equal requests
   * are two requests.
   *
   * @throws FirstAmlError; `switch (error.code)` tells which.
   */
  readonly request: RequestFunction
  /** The authorized fetch: for files, or for any other GraphQL client. */
  readonly fetch: typeof globalThis.fetch
  readonly tokenSource: TokenSource
  /**
   * Ends everything that is under way (a wait for a token, a request, a body that is being read)
   * with an `AbortedError`, and so does every operation from then on. No timer and no connection
   * of the client keeps the process alive after it.
   */
  readonly dispose: () => void
}

/**
 * Creates the client of one First AML environment.
 *
 * @throws TypeError when an option cannot work; the message names it.
 *
 * @example
 * const client = createClient({ clientId, clientSecret, userAgent: 'acme-crm/1.2' })
 * const { me } = await client.request(MeDocument)
 */
export function createClient(options: FirstAmlClientOptions): FirstAmlClient {
  const allowInsecure = options.allowInsecureRequests ?? false
  const base = readSecureUrl(options.baseUrl ?? defaultBaseUrl, 'baseUrl', allowInsecure)
  const graphqlUrl = readSecureUrl(
    options.graphqlUrl ?? below(base, 'graphql/'),
    'graphqlUrl',
    allowInsecure,
  )
  const tokenSource = createTokenSource({
    ...options,
    ...options.tokenRequests,
    // Without a limit for requests a token request still has one.
    timeoutMs: options.timeoutMs === Number.POSITIVE_INFINITY ? undefined : options.timeoutMs,
    tokenUrl: options.tokenUrl ?? below(base, 'oauth/token'),
    store: options.tokenStore,
  })
  const authorization: AuthExchangeOptions = {
    ...options,
    tokenSource,
    origins: [graphqlUrl, ...(options.origins ?? [])],
  }
  const settings = normalizeAuthorizedFetchOptions(authorization)
  const traffic = createTraffic(options, settings.runtime, settings.emit)
  const createUrql = (exchanges: readonly Exchange[]) =>
    new Client({
      url: graphqlUrl.href,
      preferGetMethod: false,
      exchanges: [...exchanges, createAuthExchange(authorization, traffic), fetchExchange],
    })
  const urql = createUrql(options.exchanges ?? [])
  return {
    urql,
    // A cache in between would keep the result of every request for ever.
    request: createRequestFunction(options.exchanges?.length ? createUrql([]) : urql),
    fetch: createFetch(settings, traffic),
    tokenSource,
    dispose: () => {
      traffic.end(new AbortedError('The client has been disposed of. Create a new one.'))
      tokenSource.dispose()
    },
  }
}
