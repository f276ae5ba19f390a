import { createAdvanceableClock } from './clock.js'
import { createGraphqlEndpoint } from './graphql/endpoint.js'
import { createExecutableSchema } from './graphql/executable-schema.js'
import { createAccessTokens } from './http/access-tokens.js'
import { createRequestHandler } from './http/request-handler.js'
import {
  createRequestLog,
  type SandboxRequest,
  type SandboxRequestCounts,
} from './http/request-log.js'
import { createSchemaDocument } from './http/schema-document.js'
import { type HttpServer, startHttpServer } from './http/server.js'
import { createTokenEndpoint } from './http/token-endpoint.js'
import { normalizeOptions, type SandboxCredentials, type SandboxOptions } from './options.js'
import { createSeed } from './seed.js'

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
  /** What a token request must bring. */
  readonly credentials: SandboxCredentials
  /**
   * Serves a request in process, without a socket.
   *
   * The path alone decides: requests to any host are answered here, and none leaves the process.
   * Unlike Node's own fetch it adds no `User-Agent`, so a caller that sends none gets the 400.
   */
  readonly fetch: typeof globalThis.fetch
  /** The requests that were answered, oldest first; grows as they come. */
  readonly requests: readonly SandboxRequest[]
  /** How many there were of each kind. */
  readonly requestCounts: SandboxRequestCounts
  /** Makes every token issued so far invalid. */
  readonly revokeTokens: () => void
  /** Moves the sandbox's clock ahead by so many milliseconds. */
  readonly advanceTime: (ms: number) => void
  /** Frees the port and ends all connections. May be called again. */
  readonly close: () => Promise<void>
  /** The same as `close`, for `await using`. */
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

const audience = 'https://api.firstaml.com'

/**
 * Starts a sandbox that plays First AML: token endpoint, GraphQL endpoint, schema text.
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
  const { credentials } = settings
  const clock = createAdvanceableClock(settings.clock)
  const log = createRequestLog()

  let url = 'http://127.0.0.1:0'
  const tokens = await createAccessTokens({
    audience,
    clock,
    issuer: () => `${url}/`,
    lifetimeSeconds: settings.tokenLifetimeSeconds,
  })
  const schema = createExecutableSchema(settings.schema, {
    seed: createSeed(credentials.clientId),
    baseUrl: () => url,
  })
  const handle = createRequestHandler({
    tokens,
    answerToken: createTokenEndpoint({ audience, credentials, tokens }),
    answerGraphql: createGraphqlEndpoint(schema),
    answerSchema: createSchemaDocument(settings.schema),
    log,
    clock,
  })

  let server: HttpServer | undefined
  if (settings.listen) {
    server = await startHttpServer(settings.host, settings.port, handle)
    url = server.url
  }

  let closing: Promise<void> | undefined
  function close(): Promise<void> {
    closing ??= server?.close() ?? Promise.resolve()
    return closing
  }

  return {
    url,
    tokenUrl: `${url}/oauth/token`,
    graphqlUrl: `${url}/graphql/`,
    audience,
    credentials,
    async fetch(input, init) {
      const request = new Request(input, init)
      request.signal.throwIfAborted()
      if (closing !== undefined) {
        throw new TypeError('fetch failed', { cause: new Error('The sandbox is closed.') })
      }
      const response = await handle(request)
      request.signal.throwIfAborted()
      return response
    },
    requests: log.entries,
    requestCounts: log.counts,
    revokeTokens: tokens.revokeAll,
    advanceTime: clock.advance,
    close,
    [Symbol.asyncDispose]: close,
  }
}
