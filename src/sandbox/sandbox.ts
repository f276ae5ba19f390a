import { createAdvanceableClock } from './clock.js'
import type { RemoteControls } from './control/commands.js'
import { createControlEndpoint } from './control/control-endpoint.js'
import type { SandboxFaults } from './faults/fault.js'
import { createFaultInjector } from './faults/fault-injector.js'
import { createFaultScripts } from './faults/fault-script.js'
import { createHeldAnswers } from './faults/held-answers.js'
import { reportUnusedFaults } from './faults/unused-faults.js'
import { createGraphqlEndpoint } from './graphql/endpoint.js'
import { createExecutableSchema } from './graphql/executable-schema.js'
import { createRootFields } from './graphql/root-fields.js'
import { createServedSchema, type SchemaChanges } from './graphql/served-schema.js'
import { createAccessTokens } from './http/access-tokens.js'
import { createBearerGuard } from './http/bearer-guard.js'
import { createClientSecrets } from './http/client-secrets.js'
import { createFileEndpoint } from './http/file-endpoint.js'
import { createInProcessFetch } from './http/in-process-fetch.js'
import { chain } from './http/intercept.js'
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
import { createThrottle } from './limits/throttle.js'
import { createTokenQuota } from './limits/token-quota.js'
import { createLinks } from './links.js'
import { normalizeOptions, type SandboxCredentials, type SandboxOptions } from './options.js'
import { createBrowserPages } from './pages/browser-pages.js'
import type { ReviewReport } from './review/report.js'
import { createReview } from './review/review.js'
import type { ReviewInput } from './review/selection-input.js'
import { createSigner } from './signer.js'
import type { SandboxWebhooks } from './webhooks/delivery.js'
import { createWebhooks } from './webhooks/webhooks.js'
import { createControl, type SandboxWorld } from './world/control.js'
import { seedWorld } from './world/seed.js'
import { startTicking } from './world/ticking.js'
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
  /** What a token request must bring; after `rotateSecret` with the new secret. */
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
  /** What goes wrong on command. */
  readonly faults: SandboxFaults
  /** What subscribers are told. */
  readonly webhooks: SandboxWebhooks
  /** Makes every token issued so far invalid. */
  readonly revokeTokens: () => void
  /**
   * Gives a client another secret, refuses the one before, and returns the new one. Tokens stay
   * good. Throws a `TypeError` for a client that does not exist.
   *
   * @param clientId Default: that of `credentials`.
   */
  readonly rotateSecret: (clientId?: string) => string
  /** Takes a field, such as `CaseInformation.reference`, out of the schema. */
  readonly dropField: SchemaChanges['dropField']
  /** Puts a field back that `dropField` took out. */
  readonly restoreField: SchemaChanges['restoreField']
  /** Moves the sandbox's clock ahead by so many milliseconds. */
  readonly advanceTime: (ms: number) => void
  /**
   * Sets the sandbox's clock, ahead as `advanceTime` does or, with a negative number, back. Nothing
   * that has happened is undone; what is to happen happens when the clock shows its time.
   */
  readonly jumpClock: (ms: number) => void
  /**
   * Makes it as it was at its start, at the same address: the first cases, no request in the log
   * or in the review, the clock where it was before any `advanceTime`, the schema whole, the first
   * secrets, no fault scripted. Tokens issued so far are refused. Listeners and deliveries told so
   * far stay, and an answer that is under way may still show what was.
   */
  readonly reset: () => void
  /**
   * Frees the port and ends all connections. May be called again.
   *
   * Rejects with an `Error`, once everything is closed, when scripted faults have not happened (see
   * the option `onUnusedFaults`).
   */
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
  const clock = createAdvanceableClock(settings.clock)
  const secrets = createClientSecrets(settings.clients)
  const { clients } = secrets
  const { isAwaiting, take, ...faults } = createFaultScripts(clock)
  const held = createHeldAnswers()
  const intercept = chain(
    createFaultInjector({ isAwaiting, take }, held),
    createThrottle(settings.limits.throttle, clock),
  )
  const log = createRequestLog()
  const sign = createSigner()

  let url = 'http://127.0.0.1:0'
  let storageUrl = 'http://storage.localhost:0'
  const world = createWorld(
    clock,
    createLinks(() => url, sign),
    settings.webhooks.allowHttp,
  )
  seedWorld(world, settings.cases)
  const { close: closeWebhooks, ...webhooks } = createWebhooks(world, clock, settings.webhooks)

  const tokens = await createAccessTokens({
    audience,
    clock,
    issuer: () => `${url}/`,
    lifetimeSeconds: settings.tokenLifetimeSeconds,
  })
  const guard = createBearerGuard(tokens, clients)
  const rootFields = createRootFields(world, sign)
  const schema = createServedSchema(settings.schema, (sdl) => {
    const executable = createExecutableSchema(sdl, {
      rootFields,
      settle: world.settle,
      baseUrl: () => url,
    })
    return {
      executable,
      answerGraphql: createGraphqlEndpoint(executable),
      answerText: createSchemaDocument(sdl),
    }
  })
  const storageLinks = createStorageLinks(() => storageUrl, clock, sign)
  const startReview = () =>
    createReview({
      clock,
      clients,
      schema: schema.parts().executable,
      isValidToken: async (token) => (await tokens.inspect(token)).status === 'valid',
    })
  const quota = createTokenQuota(settings.limits.tokenQuota, clock)
  const answerApi = createRequestHandler({
    guard,
    answerToken: createTokenEndpoint({ audience, clients, tokens, quota }),
    answerUpload: createUploadEndpoint(world, guard, sign),
    answerView: createPages(world, sign),
    guarded: {
      graphql: (...visit) => schema.parts().answerGraphql(...visit),
      schema: (request) => schema.parts().answerText(request),
      file: createFileEndpoint(world, storageLinks),
    },
    log,
    clock,
    intercept,
  })
  const handleStorage = createStorageHandler(
    { log, clock, intercept },
    createStorage(world, storageLinks),
  )
  const { clientId } = settings.credentials
  const controls: RemoteControls = {
    revokeTokens: tokens.revokeAll,
    rotateSecret: (rotated = clientId) => secrets.rotate(rotated),
    dropField: schema.dropField,
    restoreField: schema.restoreField,
    advanceTime(ms) {
      clock.advance(ms)
      world.settle()
    },
    jumpClock(ms) {
      clock.jump(ms)
      world.settle()
    },
  }
  let review = startReview()
  let watched = review.watch(answerApi)
  const answerProgram = createControlEndpoint({
    path: settings.controlPath,
    origin: () => url,
    faults,
    controls,
    // Around everything that goes wrong, so that it judges what the caller gets.
    next: (request) => watched(request),
  })
  const answerBrowser = settings.pages
    ? createBrowserPages({ clock, log, tokens, clientId, faults: () => faults.unused() })
    : undefined
  const handle: RequestHandler = async (request) =>
    (await answerBrowser?.(request)) ?? answerProgram(request)

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

  // With a clock of the caller's, time passes when the caller says so.
  const stopTicking = options.clock === undefined ? startTicking(world) : () => undefined
  let closing: Promise<unknown> | undefined
  async function close(): Promise<void> {
    const isFirst = closing === undefined
    closing ??= Promise.all([closeWebhooks(), ...servers.map((server) => server.close())])
    stopTicking()
    held.release()
    await closing
    if (isFirst) reportUnusedFaults(faults, settings.onUnusedFaults)
  }

  return {
    url,
    tokenUrl: `${url}/oauth/token`,
    graphqlUrl: `${url}/graphql/`,
    storageUrl,
    audience,
    get credentials() {
      const clientSecret = clients.get(clientId)?.clientSecret ?? ''
      return { clientId, clientSecret }
    },
    get env() {
      const clientSecret = clients.get(clientId)?.clientSecret ?? ''
      return {
        FIRSTAML_CLIENT_ID: clientId,
        FIRSTAML_CLIENT_SECRET: clientSecret,
        FIRSTAML_BASE_URL: url,
      }
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
    faults,
    webhooks,
    ...controls,
    reset() {
      clock.reset()
      tokens.revokeAll()
      secrets.reset()
      schema.restoreAll()
      faults.clear()
      log.clear()
      review = startReview()
      watched = review.watch(handleRequest)
      world.clear()
      seedWorld(world, settings.cases)
      review = startReview()
      watched = review.watch(answerApi)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
