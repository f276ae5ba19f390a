import { createAdvanceableClock } from './clock.js'
import type { RemoteControls } from './control/commands.js'
import { createControlEndpoint } from './control/control-endpoint.js'
import { createFaultInjector } from './faults/fault-injector.js'
import { createFaultScripts } from './faults/fault-script.js'
import { createHeldAnswers } from './faults/held-answers.js'
import { reportUnusedFaults } from './faults/unused-faults.js'
import { createGraphqlEndpoint } from './graphql/endpoint.js'
import { executableSchemaOf } from './graphql/executable-schema.js'
import type { SandboxAnswers } from './graphql/resolvers.js'
import { createRootFields } from './graphql/root-fields.js'
import { createServedSchema } from './graphql/served-schema.js'
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
import { createRequestLog } from './http/request-log.js'
import { createSchemaDocument } from './http/schema-document.js'
import { type HttpServer, startHttpServer } from './http/server.js'
import { createStorage } from './http/storage.js'
import { createStorageLinks } from './http/storage-links.js'
import { createTokenEndpoint } from './http/token-endpoint.js'
import { createUploadEndpoint } from './http/upload-endpoint.js'
import { createThrottle } from './limits/throttle.js'
import { createTokenQuota } from './limits/token-quota.js'
import { createLinks } from './links.js'
import { normalizeOptions, type SandboxOptions } from './options.js'
import { createBrowserPages } from './pages/browser-pages.js'
import { createReview } from './review/review.js'
import type { Sandbox } from './running-sandbox.js'
import { createSigner } from './signer.js'
import { createWebhooks } from './webhooks/webhooks.js'
import { createControl } from './world/control.js'
import { seedWorld } from './world/seed.js'
import { startTicking } from './world/ticking.js'
import { createWorld } from './world/world.js'

const audience = 'https://api.firstaml.com'

/**
 * Starts a sandbox that plays First AML: token endpoint, GraphQL endpoint, schema text, files and
 * the storage behind them, over data that lives in memory.
 *
 * It listens on a free port of the loopback interface unless the options say otherwise.
 * Throws a `TypeError` for an option that cannot be used, and an `Error` when the port is taken.
 *
 * @example
 * ```ts
 * const sandbox = await createSandbox()
 * const { clientId, clientSecret } = sandbox.credentials
 * // … let the integration talk to sandbox.tokenUrl and sandbox.graphqlUrl …
 * await sandbox.close()
 * ```
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const settings = await normalizeOptions(options)
  const clock = createAdvanceableClock(settings.clock)
  const secrets = createClientSecrets(settings.clients)
  const { clients } = secrets
  const { isAwaiting, take, reset: resetFaults, ...faults } = createFaultScripts(clock)
  const held = createHeldAnswers()
  const throttle = createThrottle(settings.limits.throttle, clock)
  const intercept = chain(createFaultInjector({ isAwaiting, take }, held), throttle.intercept)
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
  const {
    close: closeWebhooks,
    reset: resetWebhooks,
    ...webhooks
  } = createWebhooks(world, clock, settings.webhooks)

  const tokens = await createAccessTokens({
    audience,
    clock,
    issuer: () => `${url}/`,
    lifetimeSeconds: settings.tokenLifetimeSeconds,
  })
  const guard = createBearerGuard(tokens, clients)
  const answers: SandboxAnswers = {
    rootFields: createRootFields(world, sign),
    settle: world.settle,
    baseUrl: () => url,
  }
  const schema = createServedSchema(settings.schema, (sdl) => {
    const executable = executableSchemaOf(sdl)
    return {
      executable,
      answerGraphql: createGraphqlEndpoint(executable, answers),
      answerText: createSchemaDocument(sdl),
    }
  })
  const storageLinks = createStorageLinks(() => storageUrl, clock, sign)
  const startReview = () =>
    createReview({
      clock,
      clients,
      schema: () => schema.parts().executable,
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
  const controls: Omit<RemoteControls, 'reset' | 'world' | 'webhooks'> = {
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
  const worldControl = createControl(world)
  let review = startReview()
  let watched = review.watch(answerApi)
  function reset(): void {
    clock.reset()
    tokens.revokeAll()
    secrets.reset()
    schema.restoreAll()
    throttle.reset()
    quota.reset()
    resetFaults()
    resetWebhooks()
    log.clear()
    world.clear()
    seedWorld(world, settings.cases)
    review = startReview()
    watched = review.watch(answerApi)
  }
  const answerProgram = createControlEndpoint({
    path: settings.controlPath,
    origin: () => url,
    faults,
    controls: { ...controls, reset, world: worldControl, webhooks },
    reports: new Map<string, () => unknown>([
      ['requests', () => log.entries],
      ['deliveries', () => webhooks.deliveries],
      ['review', () => review.report()],
    ]),
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
    world: worldControl,
    review: (input) => review.report(input),
    faults,
    webhooks,
    ...controls,
    reset,
    close,
    [Symbol.asyncDispose]: close,
  }
}
