import type { SandboxFaults } from './faults/fault.js'
import type { SchemaChanges } from './graphql/served-schema.js'
import type { SandboxRequest, SandboxRequestCounts } from './http/request-log.js'
import type { SandboxCredentials } from './options.js'
import type { ReviewReport } from './review/report.js'
import type { ReviewInput } from './review/selection-input.js'
import type { SandboxWebhooks } from './webhooks/delivery.js'
import type { SandboxWorld } from './world/control.js'

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
   * @param clientId - default: that of `credentials`.
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
   * secrets, limits of which nothing is used, no fault scripted or logged, no subscription and no
   * delivery. Tokens issued so far are refused. Listeners stay, and an answer that is under way may
   * still show what was.
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
