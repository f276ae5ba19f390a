import { Client, type Exchange, fetchExchange } from '@urql/core'
import { defaultBaseUrl, readSecureUrl } from './base/urls.js'
import { createAuthorizedFetch } from './fetch/authorized-fetch.js'
import { createTokenSource, type TokenSource } from './token/token-source.js'
import type { TokenSourceOptions } from './token/token-source-options.js'
import { type AuthExchangeOptions, authExchange } from './urql/auth-exchange.js'
import { createRequestFunction, type RequestFunction } from './urql/request.js'

/** What {@link createClient} takes. Durations are in milliseconds. */
export interface FirstAmlClientOptions
  extends Omit<TokenSourceOptions, 'tokenUrl'>,
    Pick<AuthExchangeOptions, 'unauthenticatedCodes' | 'origins'> {
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
   * Exchanges that operations of `client.urql` pass before the authorization, such as
   * `cacheExchange`. `client.request` does not pass them.
   */
  readonly exchanges?: readonly Exchange[] | undefined
}

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
  /** Lets go of everything; requests that wait for a token fail with an `AbortedError`. */
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
    tokenUrl: options.tokenUrl ?? below(base, 'oauth/token'),
  })
  const authorization: AuthExchangeOptions = {
    ...options,
    tokenSource,
    origins: [graphqlUrl, ...(options.origins ?? [])],
  }
  const createUrql = (exchanges: readonly Exchange[]) =>
    new Client({
      url: graphqlUrl.href,
      preferGetMethod: false,
      exchanges: [...exchanges, authExchange(authorization), fetchExchange],
    })
  const urql = createUrql(options.exchanges ?? [])
  return {
    urql,
    // A cache in between would keep the result of every request for ever.
    request: createRequestFunction(options.exchanges?.length ? createUrql([]) : urql),
    fetch: createAuthorizedFetch(authorization),
    tokenSource,
    dispose: () => tokenSource.dispose(),
  }
}

function below(base: URL, path: string): URL {
  return new URL(path, base.href.endsWith('/') ? base : `${base.href}/`)
}
