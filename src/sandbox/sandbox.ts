import { createAdvanceableClock } from './clock.js'
import { createGraphqlEndpoint } from './graphql/endpoint.js'
import { createExecutableSchema } from './graphql/executable-schema.js'
import { createRootFields } from './graphql/root-fields.js'
import { createAccessTokens } from './http/access-tokens.js'
import { createBearerGuard } from './http/bearer-guard.js'
import { createFileEndpoint } from './http/file-endpoint.js'
import { createInProcessFetch } from './http/in-process-fetch.js'
import { createPages } from './http/pages.js'
import {
  createRequestHandler,
  createStorageHandler,
  type RequestHandler,
} from './http/request-handler.js'
import {
  createRequestLog,
  type SandboxRequest,
  type SandboxRequestCounts,
} from './http/request-log.js'
import { createSchemaDocument } from './http/schema-document.js'
import { type HttpServer, startHttpServer } from './http/server.js'
import { createStorage } from './http/storage.js'
import { createStorageLinks } from './http/storage-links.js'
import { createTokenEndpoint } from './http/token-endpoint.js'
import { createUploadEndpoint } from './http/upload-endpoint.js'
import { createLinks } from './links.js'
import { normalizeOptions, type SandboxCredentials, type SandboxOptions } from './options.js'
import { createBrowserPages } from './pages/browser-pages.js'
import type { ReviewReport } from './review/report.js'
import { createReview } from './review/review.js'
import type { ReviewInput } from './review/selection-input.js'
import { createSigner } from './signer.js'
import { createControl, type SandboxWorld } from './world/control.js'
import { seedWorld } from './world/seed.js'
import { createWorld } from './world/world.js'

/** The variables that `clientFromEnv` and the samples of this package read. */
export interface SandboxEnvironment extends Readonly<Record<string, string>> {
  readonly FIRSTAML_CLIENT_ID: string
  readonly FIRSTAML_CLIENT_SECRET: string
  readonly FIRSTAML_BASE_URL: string
}

/** A running sandbox. */
export interface Sandbox {
  /**
   * Where it listens, such as `http://127.0.0.1:41234`, without a trailing slash.
   *
   * With `listen: false` nothing listens and this is `http://127.0.0.1:0`, which works with the
   * sandbox's own `fetch` and with nothing else.
   */
  readonly url: string
  readonly tokenUrl: string
  /** With the trailing slash, as the vendor writes it; the path without it works too. */
  readonly graphqlUrl: string
  /** The audience a token request must ask for. */
  readonly audience: string
  /**
   * Where downloads are sent on to: another origin, which must never see a token. With
   * `listen: false` it is `http://storage.localhost:0`.
   */
  readonly storageUrl: string
  /** What a token request must bring. */
  readonly credentials: SandboxCredentials
  /** The address and the credentials as environment variables, for child processes. */
  readonly env: SandboxEnvironment
  /**
   * Serves a request in process, without a socket.
   *
   * The path alone decides: requests to any host are answered here, and none leaves the process;
   * those to `storageUrl` by the storage. Unlike Node's own fetch it adds no `User-Agent`, so a
   * caller that sends none gets the 400.
   */
  readonly fetch: typeof globalThis.fetch
  /** The requests that were answered, oldest first; grows as they come. */
  readonly requests: readonly SandboxRequest[]
  /** How many there were of each kind. */
  readonly requestCounts: SandboxRequestCounts
  /** What can be done to the data without a request. */
  readonly world: SandboxWorld
  /**
   * Judges the traffic so far by First AML's go-live review, each item with evidence. It may be
   * asked at any time, and again.
   *
   * Throws a `TypeError` when `selection` is not what a selection tracker reports.
   */
  readonly review: (input?: ReviewInput) => ReviewReport
  /** Makes every token issued so far invalid. */
  readonly revokeTokens: () => void
  /** Moves the sandbox's clock ahead by so many milliseconds. */
  readonly advanceTime: (ms: number) => void
  /**
   * Makes it as it was at its start, at the same address: the first cases, no request in the log
   * or in the review, the clock where it was before any `advanceTime`. Tokens issued so far are
   * refused. Listeners stay, and an answer that is under way may still show what was.
   */
  readonly reset: () => void
  /** Frees the port and ends all connections. May be called again. */
  readonly close: () => Promise<void>
  /** The same as `close`, for `await using`. */
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

const audience = 'https://api.firstaml.com'

/**
 * Starts a sandbox that plays First AML: token endpoint, GraphQL endpoint, schema text, files and
 * the storage behind them, over data that lives in memory.
 *
 * It listens on a free port of the loopback interface unless the options say otherwise.
 * Throws a `TypeError` for an option that cannot be used, and an `Error` when the port is taken.
 *
 * @example
 * const sandbox = await createSandbox()
 * const { clientId, clientSecret } = sandbox.credentials
 * // … let the integration talk to sandbox.tokenUrl and sandbox.graphqlUrl …
 * await sandbox.close()
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const settings = await normalizeOptions(options)
  const { clients } = settings
  const clock = createAdvanceableClock(settings.clock)
  const log = createRequestLog()
  const sign = createSigner()

  let url = 'http://127.0.0.1:0'
  let storageUrl = 'http://storage.localhost:0'
  const world = createWorld(
    clock,
    createLinks(() => url, sign),
  )
  seedWorld(world, settings.cases)

  const tokens = await createAccessTokens({
    audience,
    clock,
    issuer: () => `${url}/`,
    lifetimeSeconds: settings.tokenLifetimeSeconds,
  })
  const guard = createBearerGuard(tokens, clients)
  const schema = createExecutableSchema(settings.schema, {
    rootFields: createRootFields(world, sign),
    settle: world.settle,
    baseUrl: () => url,
  })
  const storageLinks = createStorageLinks(() => storageUrl, clock, sign)
  const startReview = () =>
    createReview({
      clock,
      clients,
      schema,
      isValidToken: async (token) => (await tokens.inspect(token)).status === 'valid',
    })
  let review = startReview()
  const handleRequest = createRequestHandler({
    guard,
    answerToken: createTokenEndpoint({ audience, clients, tokens }),
    answerUpload: createUploadEndpoint(world, guard, sign),
    answerView: createPages(world, sign),
    guarded: {
      graphql: createGraphqlEndpoint(schema),
      schema: createSchemaDocument(settings.schema),
      file: createFileEndpoint(world, storageLinks),
    },
    log,
    clock,
  })
  // Outermost of what is the API, so that it judges what the caller gets.
  let watched = review.watch(handleRequest)
  const pages = settings.pages
    ? createBrowserPages({ clock, log, tokens, clientId: settings.credentials.clientId })
    : undefined
  const handle: RequestHandler = (request) => pages?.(request) ?? watched(request)
  const handleStorage = createStorageHandler({ log, clock }, createStorage(world, storageLinks))

  const servers: HttpServer[] = []
  if (settings.listen) {
    const { host, port } = settings
    const server = await startHttpServer(host, port, handle)
    servers.push(server)
    url = server.url
    const storage = await startHttpServer(host, 0, handleStorage)
    servers.push(storage)
    storageUrl = storage.url
  }

  let closing: Promise<void> | undefined
  async function close(): Promise<void> {
    closing ??= Promise.all(servers.map((server) => server.close())).then(() => undefined)
    return closing
  }

  return {
    url,
    tokenUrl: `${url}/oauth/token`,
    graphqlUrl: `${url}/graphql/`,
    storageUrl,
    audience,
    credentials: settings.credentials,
    env: {
      FIRSTAML_CLIENT_ID: settings.credentials.clientId,
      FIRSTAML_CLIENT_SECRET: settings.credentials.clientSecret,
      FIRSTAML_BASE_URL: url,
    },
    fetch: createInProcessFetch({
      storageUrl: () => storageUrl,
      handleStorage,
      handle,
      isClosed: () => closing !== undefined,
    }),
    requests: log.entries,
    requestCounts: log.counts,
    world: createControl(world),
    review: (input) => review.report(input),
    revokeTokens: tokens.revokeAll,
    advanceTime(ms) {
      clock.advance(ms)
      world.settle()
    },
    reset() {
      clock.reset()
      tokens.revokeAll()
      log.clear()
      review = startReview()
      watched = review.watch(handleRequest)
      world.clear()
      seedWorld(world, settings.cases)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
