import { createRuntime, type Runtime } from '../base/runtime.js'
import { below, defaultBaseUrl, readSecureUrl } from '../base/urls.js'
import type { TokenStore } from '../token/token-store.js'

/** What {@link pullSchema} takes. */
export interface PullSchemaOptions {
  readonly clientId: string
  readonly clientSecret: string
  /** Path of the snapshot to write, such as `graphql/schema.graphql`. */
  readonly output: string
  /** Default: First AML's public sandbox. */
  readonly baseUrl?: string | URL | undefined
  /** Default `{baseUrl}/graphql/`. */
  readonly graphqlUrl?: string | URL | undefined
  /** Default `{baseUrl}/oauth/token`. */
  readonly tokenUrl?: string | URL | undefined
  /**
   * Where the schema text, or introspection JSON, is to be had by GET; then nothing else is tried.
   * Default: `{graphqlUrl}?sdl`, and introspection where that gives no schema.
   */
  readonly schemaUrl?: string | URL | undefined
  /** Default `https://api.firstaml.com`. */
  readonly audience?: string | undefined
  /** The application's own product, such as `acme-crm/1.2`; ours is appended. */
  readonly userAgent?: string | undefined
  /** What the stamp names as source. Default: the address that served, without its query string. */
  readonly source?: string | undefined
  /**
   * Set when the server answers from the file `output` itself, as this package's sandbox does: it
   * is then no source of the schema. An unchanged schema keeps its stamp, whatever its source, and
   * a changed one is marked as edited. Default false.
   */
  readonly mirrorsOutput?: boolean | undefined
  /** Limit for all requests together, in milliseconds; default 60 000. */
  readonly timeoutMs?: number | undefined
  /** Ends the pull; it then throws an `AbortedError`. */
  readonly signal?: AbortSignal | undefined
  /** Shares the token with others that have the same store and credentials; default: nobody. */
  readonly tokenStore?: TokenStore | undefined
  /** Allows `http:` beyond loopback; default false. */
  readonly allowInsecureRequests?: boolean | undefined
  /** Sends the requests; default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Clock, timers and randomness, for tests. */
  readonly runtime?: Partial<Runtime> | undefined
}

export interface PullSettings {
  readonly clientId: string
  readonly clientSecret: string
  readonly output: string
  readonly graphqlUrl: URL
  readonly tokenUrl: URL
  /** The token URL as it was given; undefined where it is made of the base URL. */
  readonly givenTokenUrl: string | URL | undefined
  readonly schemaUrl: URL | undefined
  readonly audience: string | undefined
  readonly userAgent: string | undefined
  readonly source: string | undefined
  readonly mirrorsOutput: boolean
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  readonly tokenStore: TokenStore | undefined
  readonly allowInsecureRequests: boolean
  readonly runtime: Runtime
}

/** Fills in defaults and refuses what cannot work. @throws TypeError naming the option. */
export function normalizePullOptions(options: PullSchemaOptions): PullSettings {
  const { output, timeoutMs = 60_000, allowInsecureRequests = false } = options
  const readUrl = (value: string | URL, option: string) =>
    readSecureUrl(value, option, allowInsecureRequests)
  if (typeof output !== 'string' || output === '') {
    throw new TypeError('output must be the path of a file, such as graphql/schema.graphql.')
  }
  if (!Number.isFinite(timeoutMs) || timeoutMs <= 0) {
    throw new TypeError('timeoutMs must be a number of milliseconds above 0.')
  }
  const baseUrl = readUrl(options.baseUrl ?? defaultBaseUrl, 'baseUrl')
  return {
    clientId: options.clientId,
    clientSecret: options.clientSecret,
    output,
    graphqlUrl: readUrl(options.graphqlUrl ?? below(baseUrl, 'graphql/'), 'graphqlUrl'),
    tokenUrl: readUrl(options.tokenUrl ?? below(baseUrl, 'oauth/token'), 'tokenUrl'),
    givenTokenUrl: options.tokenUrl,
    schemaUrl:
      options.schemaUrl === undefined ? undefined : readUrl(options.schemaUrl, 'schemaUrl'),
    audience: options.audience,
    userAgent: options.userAgent,
    source: options.source,
    mirrorsOutput: options.mirrorsOutput ?? false,
    timeoutMs,
    signal: options.signal,
    tokenStore: options.tokenStore,
    allowInsecureRequests,
    runtime: createRuntime(options.runtime, options.fetch),
  }
}
