import { readFile } from 'node:fs/promises'
import type { SandboxClock } from './clock.js'
import { type ControlOptions, readControl } from './control/control-options.js'
import { readUnusedFaults, type UnusedFaultsOptions } from './faults/unused-faults.js'
import { type LimitOptions, type LimitSettings, readLimits } from './limits/limit-options.js'
import { checkOption as check } from './option-check.js'
import {
  readWebhooks,
  type WebhookOptions,
  type WebhookSettings,
} from './webhooks/webhook-options.js'
import { type ApiClient, allScopes } from './world/api-clients.js'
import { organizations } from './world/organizations.js'

/** What an integration needs to ask for a token. */
export interface SandboxCredentials {
  readonly clientId: string
  readonly clientSecret: string
}

/** Options of `createSandbox`. */
export interface SandboxOptions
  extends LimitOptions,
    WebhookOptions,
    ControlOptions,
    UnusedFaultsOptions {
  /** Port to listen on. Default 0: any free one. */
  readonly port?: number | undefined
  /** Loopback address to listen on: `127.0.0.1` (default), `localhost` or `::1`. */
  readonly host?: string | undefined
  /** Whether to open a socket. Default true; with false only the in-process `fetch` answers. */
  readonly listen?: boolean | undefined
  /** How long an access token lives, in seconds. Default 86400, a day, as the vendor documents. */
  readonly tokenLifetimeSeconds?: number | undefined
  /** Schema to serve, as SDL text. Default: the snapshot that comes with this package. */
  readonly schema?: string | undefined
  /** Where the time comes from. Default: the system clock. */
  readonly clock?: SandboxClock | undefined
  /**
   * The client that may do everything in every organization. Default: `sandbox-client-id` and
   * `sandbox-not-a-secret`.
   */
  readonly credentials?: SandboxCredentials | undefined
  /** Further clients, which may do less. */
  readonly clients?: readonly SandboxClient[] | undefined
  /**
   * How many cases there are at the start, 16 by default. The first 16 are each of another kind,
   * with ids that stay; any more are plain ones.
   */
  readonly cases?: number | undefined
  /**
   * Whether browsers get pages: GraphiQL at the GraphQL endpoint, and what happens live at
   * `/_sandbox/`. Default true; API clients never meet them.
   */
  readonly pages?: boolean | undefined
}

/** A client of the API. */
export interface SandboxClient extends SandboxCredentials {
  /** Default: `read-only`, `case-management` and `api-management`. */
  readonly scopes?: readonly string[] | undefined
  /** Ids of the organizations it may see. Default: `org-harbour` and `org-tussock`. */
  readonly organizations?: readonly string[] | undefined
}

/** Options with every default filled in. */
export interface SandboxSettings {
  readonly port: number
  readonly host: string
  readonly listen: boolean
  readonly tokenLifetimeSeconds: number
  readonly schema: string
  readonly clock: SandboxClock
  readonly credentials: SandboxCredentials
  /** All clients, by client id. */
  readonly clients: ReadonlyMap<string, ApiClient>
  readonly cases: number
  readonly limits: LimitSettings
  readonly webhooks: WebhookSettings
  /** Path of the control endpoint, if there is one. */
  readonly controlPath: string | undefined
  readonly onUnusedFaults: 'throw' | 'warn' | 'ignore'
  readonly pages: boolean
}

const loopbackHosts: readonly string[] = ['127.0.0.1', 'localhost', '::1']

// Two levels up from src/sandbox and from dist/sandbox alike.
const snapshotUrl = new URL('../../graphql/schema.graphql', import.meta.url)

/**
 * Checks the options and fills in the defaults.
 *
 * Throws a `TypeError` that names the option when one cannot be used.
 */
export async function normalizeOptions(options: SandboxOptions): Promise<SandboxSettings> {
  const port = options.port ?? 0
  check(Number.isInteger(port) && port >= 0 && port <= 65_535, 'port must be an integer, 0–65535')

  const host = options.host ?? '127.0.0.1'
  check(loopbackHosts.includes(host), `host must be a loopback host: ${loopbackHosts.join(', ')}`)

  const listen = options.listen ?? true
  check(typeof listen === 'boolean', 'listen must be true or false')

  const tokenLifetimeSeconds = options.tokenLifetimeSeconds ?? 86_400
  check(
    Number.isInteger(tokenLifetimeSeconds) && tokenLifetimeSeconds > 0,
    'tokenLifetimeSeconds must be a positive whole number of seconds',
  )

  const clock = options.clock ?? { now: () => Date.now() }
  check(typeof clock.now === 'function', 'clock must have a now() that returns milliseconds')

  const credentials = options.credentials ?? {
    clientId: 'sandbox-client-id',
    clientSecret: 'sandbox-not-a-secret',
  }
  const clients = readClients(credentials, options.clients ?? [])

  const cases = options.cases ?? 16
  check(
    Number.isInteger(cases) && cases >= 0 && cases <= 100_000,
    'cases must be an integer, 0–100000',
  )

  const pages = options.pages ?? true
  check(typeof pages === 'boolean', 'pages must be true or false')

  check(
    options.schema === undefined || isFilledText(options.schema),
    'schema must be SDL text, not a path or an object',
  )
  const schema = options.schema ?? (await readFile(snapshotUrl, 'utf8'))

  const { clientId, clientSecret } = credentials
  return {
    port,
    host,
    listen,
    tokenLifetimeSeconds,
    schema,
    clock,
    credentials: { clientId, clientSecret },
    clients,
    cases,
    limits: readLimits(options),
    webhooks: readWebhooks(options),
    controlPath: readControl(options),
    onUnusedFaults: readUnusedFaults(options),
    pages,
  }
}

function readClients(
  credentials: SandboxCredentials,
  further: readonly SandboxClient[],
): ReadonlyMap<string, ApiClient> {
  check(Array.isArray(further), 'clients must be a list')
  const clients = new Map<string, ApiClient>()
  const all: readonly { readonly name: string; readonly given: SandboxClient }[] = [
    { name: 'credentials', given: credentials },
    ...further.map((given, index) => ({ name: `clients[${index}]`, given })),
  ]
  for (const { name, given } of all) {
    const { clientId, clientSecret, scopes = allScopes } = given
    check(isFilledText(clientId), `${name}.clientId must be a non-empty string`)
    check(isFilledText(clientSecret), `${name}.clientSecret must be a non-empty string`)
    check(!clients.has(clientId), `${name}.clientId is taken by another client`)
    check(isTextList(scopes), `${name}.scopes must be a list of non-empty strings`)
    const wanted = given.organizations ?? knownOrganizations
    check(
      isTextList(wanted) && wanted.every((id) => knownOrganizations.includes(id)),
      `${name}.organizations may hold ${knownOrganizations.join(' and ')}`,
    )
    const organizationIds = new Set(wanted)
    const label = 'Sandbox integration'
    clients.set(clientId, { clientId, clientSecret, name: label, scopes, organizationIds })
  }
  return clients
}

const knownOrganizations = organizations.map(({ organizationId }) => organizationId)

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isFilledText)
}

function isFilledText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== ''
}
