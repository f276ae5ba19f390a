import { type ClientEvent, createEmitter, type EventListener } from '../base/events.js'
import { createNumberReader } from '../base/number-options.js'
import { createRuntime, isBrowser, type Runtime } from '../base/runtime.js'
import { defaultAudience, readSecureUrl } from '../base/urls.js'
import { createUserAgent } from '../base/user-agent.js'
import type { AcquisitionSettings } from './acquisition.js'
import type { ClientSecret } from './client-secret.js'
import type { TokenRequestFormat } from './token-request.js'
import type { TokenStore } from './token-store.js'
import { defaultRefreshAheadMs } from './token-windows.js'

/** What {@link createTokenSource} takes. Durations are in milliseconds. */
export interface TokenSourceOptions {
  /** The address that issues tokens, such as `https://…/oauth/token`. */
  readonly tokenUrl: string | URL
  /** From First AML's support, one for each environment. */
  readonly clientId: string
  /** The secret, or a function asked for it at each token request (and once more if refused). */
  readonly clientSecret: ClientSecret
  /**
   * Allows a `clientSecret` in a browser, where everybody who opens the page can read it; default
   * false. For a page that nobody but the secret's owner opens. Tests in jsdom do not need it.
   */
  readonly allowSecretInBrowser?: boolean | undefined
  /** Default `https://api.firstaml.com`, the same in every First AML environment. */
  readonly audience?: string | undefined
  /** The application's own product, such as `acme-crm/1.2`; ours is appended. */
  readonly userAgent?: string | undefined
  /** Sends the token requests; default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /**
   * How early a fresh token is asked for in the background, at most; default 60 000, and never
   * more than a twentieth of the token's lifetime. 0 switches that off.
   */
  readonly refreshAheadMs?: number | undefined
  /** Token requests per acquisition, from 1; default 3. */
  readonly attempts?: number | undefined
  /** Limit for one token request; default 10 000. */
  readonly attemptTimeoutMs?: number | undefined
  /** Limit for an acquisition with all its attempts; default 30 000. */
  readonly timeoutMs?: number | undefined
  /** A `Retry-After` up to this long is waited out, a longer one fails at once; default 5 000. */
  readonly maxWaitMs?: number | undefined
  /**
   * The longest pause that the token endpoint may impose, by `Retry-After` or a used-up quota;
   * default 3 600 000.
   */
  readonly maxPauseMs?: number | undefined
  /** Shares the token with every other source that has the same store and credentials. */
  readonly store?: TokenStore | undefined
  /** Limit for one call of the store, after which the source does without it; default 1 000. */
  readonly storeTimeoutMs?: number | undefined
  /** `json`, as First AML documents it (default), or `form`, as RFC 6749 has it. */
  readonly tokenRequestFormat?: TokenRequestFormat | undefined
  /** Allows `http:` beyond loopback; default false. */
  readonly allowInsecureRequests?: boolean | undefined
  /** Told what happens; see {@link ClientEvent}. */
  readonly onEvent?: EventListener | undefined
  /** Clock, timers and randomness, for tests. */
  readonly runtime?: Partial<Runtime> | undefined
}

export interface TokenSourceSettings extends AcquisitionSettings {
  readonly refreshAheadMs: number
}

/**
 * Fills in defaults and refuses what cannot work.
 *
 * @param given - the token URL that people gave, where it may be made of their base URL.
 * @throws TypeError naming the option.
 */
export function normalizeTokenSourceOptions(
  options: TokenSourceOptions,
  given: string | URL | undefined,
): TokenSourceSettings {
  const number = createNumberReader(options, false)
  return {
    tokenUrl: readSecureUrl(options.tokenUrl, 'tokenUrl', options.allowInsecureRequests ?? false),
    addressOption: given ? 'tokenUrl (FIRSTAML_TOKEN_URL)' : 'baseUrl (FIRSTAML_BASE_URL)',
    clientId: readText(options.clientId, 'clientId', 'CLIENT_ID'),
    clientSecret: readClientSecret(options.clientSecret, options.allowSecretInBrowser ?? false),
    audience: readText(options.audience ?? defaultAudience, 'audience', 'AUDIENCE'),
    userAgent: createUserAgent(options.userAgent),
    format: readFormat(options.tokenRequestFormat ?? 'json'),
    refreshAheadMs: number('refreshAheadMs', 'duration', defaultRefreshAheadMs),
    attempts: number('attempts', 'count', 3),
    attemptTimeoutMs: number('attemptTimeoutMs', 'limit', 10_000),
    timeoutMs: number('timeoutMs', 'limit', 30_000),
    maxWaitMs: number('maxWaitMs', 'duration', 5_000),
    maxPauseMs: number('maxPauseMs', 'duration', 3_600_000),
    store: readStore(options.store),
    storeTimeoutMs: number('storeTimeoutMs', 'limit', 1_000),
    emit: createEmitter(options.onEvent),
    runtime: createRuntime(options.runtime, options.fetch),
  }
}

function readText(value: unknown, option: string, variable: string): string {
  if (typeof value === 'string' && value.trim() !== '') return value
  throw new TypeError(`${option} must be a text that is not empty (set FIRSTAML_${variable}?).`)
}

function readClientSecret(value: unknown, allowInBrowser: boolean): ClientSecret {
  if (allowInBrowser !== true && isBrowser()) {
    throw new TypeError(
      'clientSecret must not be in a browser, where everybody can read it. Create the client on a server, or set allowSecretInBrowser.',
    )
  }
  if (typeof value === 'function') return value as ClientSecret
  return readText(value, 'clientSecret', 'CLIENT_SECRET')
}

function readFormat(value: TokenRequestFormat): TokenRequestFormat {
  if (value === 'json' || value === 'form') return value
  throw new TypeError("tokenRequestFormat must be 'json' or 'form'.")
}

function readStore(value: TokenStore | undefined): TokenStore | undefined {
  if (value === undefined) return undefined
  if (typeof value?.read === 'function' && typeof value.write === 'function') return value
  throw new TypeError('store (tokenStore) must have the functions read and write: see TokenStore.')
}
