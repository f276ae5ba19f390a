import type { Runtime } from '../../src/index.js'

/** Where a contender finds the vendor, and how it gets there. */
export interface Wiring {
  readonly fetch: typeof globalThis.fetch
  /** The token endpoint's host, for libraries that build its address themselves. */
  readonly domain: string
  readonly tokenUrl: string
  readonly graphqlUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly audience: string
  /** A clock of the bench's own; only ours can take one. */
  readonly runtime?: Partial<Runtime>
}

/** One client under test. */
export interface BenchClient {
  /**
   * Sends one operation. Settles as the library does: with data, with a result that may hold an
   * `error`, or by rejecting.
   */
  readonly run: (n: number, signal?: AbortSignal) => Promise<unknown>
  /** The objects that an application keeps and may log. */
  readonly exposed: unknown
}

/** A way to call the API with client credentials. */
export interface Contender {
  readonly name: string
  readonly isOurs: boolean
  /** The most CPU time per operation that is asked of one of ours, against bare urql core. */
  readonly cpuLimit?: number
  /** How long before its end a token counts as due, in milliseconds; 0 where none is kept. */
  readonly leewayMs: number
  readonly create: (wiring: Wiring) => BenchClient
}

/** The leeway of everything that is written by hand here, in milliseconds. */
export const usualLeewayMs = 30_000
