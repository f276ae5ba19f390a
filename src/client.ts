import { Client, type Exchange } from '@urql/core'
import { AbortedError } from './base/errors.js'
import { below, defaultBaseUrl, readSecureUrl } from './base/urls.js'
import { createCases } from './cases/cases.js'
import type { CasesFunction } from './cases/cases-options.js'
import { normalizeAuthorizedFetchOptions } from './fetch/authorized-fetch-options.js'
import { createLateRequests } from './fetch/late-requests.js'
import { createTraffic } from './fetch/traffic.js'
import type { TrafficOptions } from './fetch/traffic-options.js'
import type { DownloadFunction } from './files/download.js'
import type { PdfFunction } from './files/pdf.js'
import type { UploadFunction } from './files/upload.js'
import { openTokenSource, type TokenSource } from './token/token-source.js'
import type { TokenSourceOptions } from './token/token-source-options.js'
import { createNetworkExchange } from './urql/network-exchange.js'
import type { AuthExchangeOptions, OperationOptions } from './urql/operation-send.js'
import { createRequestFunction, type RequestFunction } from './urql/request.js'

/** What {@link createClient} takes. Durations are in milliseconds. */
export interface FirstAmlClientOptions
  extends Omit<TokenSourceOptions, 'tokenUrl' | 'store' | keyof TokenRequestLimits | 'timeoutMs'>,
    Pick<AuthExchangeOptions, keyof OperationOptions | 'origins'>,
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

/** The client of one First AML environment: what `createClient` gives. */
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
  /**
   * Goes through the cases that a search finds, page by page as they are used up; oldest change
   * first, unless told otherwise. A page is asked for when the one before is consumed, and none
   * after `break`.
   *
   * @throws TypeError for an option that cannot work. The iteration throws a FirstAmlError, such as
   * `ValidationFailedError` when the API refuses the search; what was given before stays right, and
   * the iteration's `cursor` and `position` tell where to go on.
   *
   * @example
   * ```ts
   * const changed = client.cases({ updatedAfter: '2026-11-01T00:00:00Z' })
   * for await (const { caseId, caseStatus } of changed) await update(caseId, caseStatus)
   * ```
   */
  readonly cases: CasesFunction
  /**
   * Fetches a file by its `contentsUrl` as a `Response` whose body is streamed. The token goes to
   * the API's own origins only. A connection that breaks is continued where the server can do that
   * safely; the body gives every byte once, or ends with an error.
   *
   * @throws FirstAmlError for any answer that is no file; reading the body throws
   * `IncompleteDownloadError` when the rest of the file cannot be had.
   */
  readonly download: DownloadFunction
  /**
   * Adds a file to a person or an entity of a case: creates the document, adds the file's record to
   * it, and sends the bytes.
   *
   * @throws UploadFailedError when something exists already; its `existing` is what to go on with.
   * Any other FirstAmlError means that nothing was made, `UnknownOutcomeError` aside.
   *
   * @example
   * ```ts
   * await client.upload({ caseId, individualId, documentType: 'PASSPORT', documentTitle: 'Passport',
   *   countryCode: 'NZ', file: new Blob([bytes]), fileName: 'passport.jpg' })
   * ```
   */
  readonly upload: UploadFunction
  /**
   * Has a PDF of a case made, waits until it is, and fetches it as `download` does.
   *
   * @throws PdfUnavailableError when there is none; it has the `pdfId` to wait for it again.
   */
  readonly pdf: PdfFunction
  /** Where the client's tokens come from, for code that sends requests by itself. */
  readonly tokenSource: TokenSource
  /** Where operations are sent to, for any other GraphQL client. */
  readonly graphqlUrl: string
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
 * ```ts
 * const client = createClient({ clientId, clientSecret, userAgent: 'acme-crm/1.2' })
 * const { me } = await client.request(MeDocument)
 * ```
 */
export function createClient(options: FirstAmlClientOptions): FirstAmlClient {
  // In JavaScript they may be forgotten; what is missing is then named like anything else.
  const given: FirstAmlClientOptions = options ?? {}
  const allowInsecure = given.allowInsecureRequests ?? false
  const base = readSecureUrl(given.baseUrl ?? defaultBaseUrl, 'baseUrl', allowInsecure)
  const graphqlUrl = readSecureUrl(
    given.graphqlUrl ?? below(base, 'graphql/'),
    'graphqlUrl',
    allowInsecure,
  )
  const tokenSource = openTokenSource(
    {
      ...given,
      ...given.tokenRequests,
      // Without a limit for requests a token request still has one.
      timeoutMs: given.timeoutMs === Number.POSITIVE_INFINITY ? undefined : given.timeoutMs,
      tokenUrl: given.tokenUrl ?? below(base, 'oauth/token'),
      store: given.tokenStore,
    },
    given.tokenUrl,
  )
  const settings = normalizeAuthorizedFetchOptions({
    ...given,
    tokenSource,
    origins: [graphqlUrl, ...(given.origins ?? [])],
  })
  const traffic = createTraffic(given, settings.runtime, settings.emit)
  const createUrql = (exchanges: readonly Exchange[]) =>
    new Client({
      url: graphqlUrl.href,
      preferGetMethod: false,
      exchanges: [...exchanges, createNetworkExchange(settings, given, traffic)],
    })
  const urql = createUrql(given.exchanges ?? [])
  // A cache in between would keep the result of every request for ever.
  const request = createRequestFunction(given.exchanges?.length ? createUrql([]) : urql)
  const { runtime, emit } = settings
  // Loaded at the first use: most services never move a file, and should not pay for it.
  const requests = createLateRequests(settings, traffic)
  const files = async () => {
    const [{ createFiles }, { send }] = await Promise.all([
      import('./files/files.js'),
      requests.load(),
    ])
    return createFiles({ send, request, traffic, runtime, emit, allowInsecure })
  }
  return {
    urql,
    request,
    fetch: requests.fetch,
    cases: createCases(request),
    download: async (...call) => (await files()).download(...call),
    upload: async (...call) => (await files()).upload(...call),
    pdf: async (options) => {
      // It may fail before it is waited for, or when it is not any more: that is nobody's failure.
      options.ready?.then(undefined, () => {})
      return (await files()).pdf(options)
    },
    tokenSource,
    graphqlUrl: graphqlUrl.href,
    dispose: () => {
      traffic.end(new AbortedError('The client has been disposed of. Create a new one.'))
      tokenSource.dispose()
    },
  }
}
