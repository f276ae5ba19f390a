import { checkOption } from '../option-check.js'

/** How the sandbox throttles. */
export interface SandboxThrottle {
  /** How many requests a second it lets through in the long run. */
  readonly perSecond: number
  /** How many it lets through at once. Default: `perSecond`, at least 1. */
  readonly burst?: number | undefined
  /**
   * Status of a refusal: 429 (default), 503, or 200, which is a GraphQL result with an error and
   * no data. What is no GraphQL is refused with 429 in the place of 200.
   */
  readonly status?: 429 | 503 | 200 | undefined
  /** The error's code with status 200. Default `RATE_LIMITED`. */
  readonly code?: string | undefined
  /** Whether refusals say in `Retry-After` how many seconds to wait. Default true. */
  readonly retryAfter?: boolean | undefined
  /** Whether answers bring `RateLimit` and `RateLimit-Policy`. Default false. */
  readonly rateLimitHeaders?: boolean | undefined
}

/** How many tokens a client may fetch. */
export interface SandboxTokenQuota {
  /** In an hour of the clock, UTC. Default: no such limit. */
  readonly perHour?: number | undefined
  /** In a day, UTC. Default: no such limit. */
  readonly perDay?: number | undefined
}

/** The limits among the options of `createSandbox`. All are counted on the sandbox's clock. */
export interface LimitOptions {
  /**
   * Limits the requests to the API and the token endpoint, of all clients together. Default: 10,000
   * at once and in a second, which no test needs and which ends a loop under a clock that stands
   * still. `false` for no limit.
   */
  readonly throttle?: SandboxThrottle | false | undefined
  /** Limits the tokens of each client, as Auth0 does it. Default: no limit, and no header. */
  readonly tokenQuota?: SandboxTokenQuota | undefined
}

/** A throttle with every default filled in. */
export type ThrottleSettings = {
  readonly [Name in keyof SandboxThrottle]-?: NonNullable<SandboxThrottle[Name]>
}

/** Limits with every default filled in. */
export interface LimitSettings {
  readonly throttle: ThrottleSettings | undefined
  readonly tokenQuota: SandboxTokenQuota
}

const defaultThrottle: SandboxThrottle = { perSecond: 10_000, burst: 10_000 }

/** Checks the limits and fills in the defaults. */
export function readLimits({ throttle, tokenQuota = {} }: LimitOptions): LimitSettings {
  checkOption(typeof tokenQuota === 'object' && tokenQuota !== null, 'tokenQuota must be an object')
  for (const name of ['perHour', 'perDay'] as const) {
    const count = tokenQuota[name]
    checkOption(
      count === undefined || isCount(count),
      `tokenQuota.${name} must be a whole number, 1–1000000`,
    )
  }
  return {
    throttle: throttle === false ? undefined : readThrottle(throttle ?? defaultThrottle),
    tokenQuota: { ...tokenQuota },
  }
}

function readThrottle(given: SandboxThrottle): ThrottleSettings {
  checkOption(typeof given === 'object', 'throttle must be an object or false')
  const { perSecond, code = 'RATE_LIMITED', rateLimitHeaders = false, retryAfter = true } = given
  checkOption(
    typeof perSecond === 'number' && perSecond > 0 && perSecond <= 1e6,
    'throttle.perSecond must be a number above 0, at most 1000000',
  )
  const burst = given.burst ?? Math.max(1, Math.floor(perSecond))
  checkOption(isCount(burst), 'throttle.burst must be a whole number, 1–1000000')
  const status = given.status ?? 429
  checkOption([429, 503, 200].includes(status), 'throttle.status must be 429, 503 or 200')
  checkOption(typeof code === 'string' && code !== '', 'throttle.code must be a non-empty string')
  for (const [name, value] of Object.entries({ retryAfter, rateLimitHeaders })) {
    checkOption(typeof value === 'boolean', `throttle.${name} must be true or false`)
  }
  return { perSecond, burst, status, code, retryAfter, rateLimitHeaders }
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 1e6
}
