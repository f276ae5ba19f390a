/**
 * The errors of this package: one class for each different reaction, told apart by a literal
 * `code`. Data stands on fields; a message never holds a variable's value, a header, a token or a
 * query string.
 */

// Registered symbol: an error is recognised even if two copies of the package are installed.
const brand = Symbol.for('firstaml-client.error')

/** Base of every error of this package. `isFirstAmlError` tells them, `switch (error.code)` which. */
export abstract class FirstAmlError extends Error {
  abstract readonly code: string

  get [brand](): true {
    return true
  }
}

/**
 * The token endpoint refused to issue a token: credentials, audience or grant are wrong. Waiting
 * does not help; the configuration has to change.
 */
export class TokenRefusedError extends FirstAmlError {
  override readonly name = 'TokenRefusedError'
  readonly code = 'token_refused'
  /** HTTP status of the token endpoint's answer. */
  declare readonly status: number
  /** OAuth error code (RFC 6749, section 5.2), such as `invalid_client`. */
  declare readonly error: string
  /** The token endpoint's own words, bounded and redacted. */
  declare readonly errorDescription: string | undefined
  /** Milliseconds in which no new token request is made. */
  declare readonly retryAfterMs: number | undefined

  constructor(
    message: string,
    details: {
      status: number
      error: string
      errorDescription?: string | undefined
      retryAfterMs?: number | undefined
    },
    options?: ErrorOptions,
  ) {
    super(message, options)
    Object.assign(this, details)
  }
}

/** Why no token could be had for now. */
export type TokenUnavailableReason =
  | 'network'
  | 'timeout'
  | 'server_error'
  | 'throttled'
  | 'invalid_response'
  | 'secret_unavailable'

/**
 * No token could be had for now: the token endpoint is down, slow, throttles, or answers something
 * that is no token. The same operation may succeed later.
 */
export class TokenUnavailableError extends FirstAmlError {
  override readonly name = 'TokenUnavailableError'
  readonly code = 'token_unavailable'
  declare readonly reason: TokenUnavailableReason
  /** HTTP status of the token endpoint's answer, where there was one. */
  declare readonly status: number | undefined
  /** Milliseconds in which no new token request is made. */
  declare readonly retryAfterMs: number | undefined

  constructor(
    message: string,
    details: {
      reason: TokenUnavailableReason
      status?: number | undefined
      retryAfterMs?: number | undefined
    },
    options?: ErrorOptions,
  ) {
    super(message, options)
    Object.assign(this, details)
  }
}

/** Why the API's refusal of a token is final for this operation. */
export type AccessRejectedReason =
  /** A token fresh from the token endpoint was refused too. */
  | 'fresh_token_rejected'
  /** The token endpoint handed out the very token that the API had refused. */
  | 'same_token'
  /** The 401 did not look like the API's: a proxy or a captive portal answered. */
  | 'not_the_api'
  /** The request's body is a stream, which cannot be sent twice. */
  | 'body_not_replayable'
  /** The request went out without a token: its origin is not one of the API's. */
  | 'foreign_origin'

/** The API answered 401 and a fresh token does not help. */
export class AccessRejectedError extends FirstAmlError {
  override readonly name = 'AccessRejectedError'
  readonly code = 'access_rejected'
  declare readonly reason: AccessRejectedReason
  /** HTTP status of the API's answer: 401, or undefined while no request is sent. */
  declare readonly status: number | undefined
  /** `error` of the API's bearer challenge (RFC 6750, section 3.1). */
  declare readonly error: string | undefined
  /** Milliseconds in which no new token is asked for. */
  declare readonly retryAfterMs: number | undefined
  declare readonly requestId: string | undefined

  constructor(
    message: string,
    details: {
      reason: AccessRejectedReason
      status?: number | undefined
      error?: string | undefined
      retryAfterMs?: number | undefined
      requestId?: string | undefined
    },
    options?: ErrorOptions,
  ) {
    super(message, options)
    Object.assign(this, details)
  }
}

/** The token is good, but this client's scopes do not allow the operation. */
export class ScopeMissingError extends FirstAmlError {
  override readonly name = 'ScopeMissingError'
  readonly code = 'scope_missing'
  /** HTTP status of the API's answer; undefined where the operation was not sent at all. */
  declare readonly status: number | undefined
  /** Scope that the API named, if it did; of an operation that was not sent, the one it needs. */
  declare readonly requiredScope: string | undefined
  declare readonly requestId: string | undefined

  constructor(
    message: string,
    details: {
      status?: number | undefined
      requiredScope?: string | undefined
      requestId?: string | undefined
    },
    options?: ErrorOptions,
  ) {
    super(message, options)
    Object.assign(this, details)
  }
}

/** The API refuses requests because there are too many; no further attempt was worth while. */
export class ThrottledError extends FirstAmlError {
  override readonly name = 'ThrottledError'
  readonly code = 'throttled'
  /** HTTP status of the last refusal: 429, 503, or 200 where the body said it. */
  declare readonly status: number
  /** Milliseconds that the API asked to wait, if it did. */
  declare readonly retryAfterMs: number | undefined
  declare readonly requestId: string | undefined

  constructor(
    message: string,
    details: {
      status: number
      retryAfterMs?: number | undefined
      requestId?: string | undefined
    },
    options?: ErrorOptions,
  ) {
    super(message, options)
    Object.assign(this, details)
  }
}

/**
 * A time limit ended before there was an answer. Nothing was changed, unless by a mutation that may
 * be sent again (`idempotent`).
 */
export class RequestTimeoutError extends FirstAmlError {
  override readonly name = 'RequestTimeoutError'
  readonly code = 'timeout'
  /** The limit that ended, in milliseconds. */
  declare readonly limitMs: number

  constructor(message: string, details: { limitMs: number }, options?: ErrorOptions) {
    super(message, options)
    Object.assign(this, details)
  }
}

/**
 * A mutation was sent and its answer was lost: it may or may not have been carried out. Look
 * before sending it again; the API has no idempotency key, and a second send may be a second case.
 */
export class UnknownOutcomeError extends FirstAmlError {
  override readonly name = 'UnknownOutcomeError'
  readonly code = 'unknown_outcome'
  /** Name of the operation. */
  declare readonly operation: string
  /** HTTP status of the answer, if there was one. */
  declare readonly status: number | undefined
  declare readonly requestId: string | undefined

  constructor(
    message: string,
    details: {
      operation: string
      status?: number | undefined
      requestId?: string | undefined
    },
    options?: ErrorOptions,
  ) {
    super(message, options)
    Object.assign(this, details)
  }
}

/** The request never got an answer: DNS, connection, TLS, or a connection cut off. */
export class NetworkError extends FirstAmlError {
  override readonly name = 'NetworkError'
  readonly code = 'network'
}

/** The caller's signal fired; `cause` is the signal's reason. */
export class AbortedError extends FirstAmlError {
  override readonly name = 'AbortedError'
  readonly code = 'aborted'
}

/** The answer is not one that the API gives: wrong status, media type or form. */
export class UnexpectedResponseError extends FirstAmlError {
  override readonly name = 'UnexpectedResponseError'
  readonly code = 'unexpected_response'
  declare readonly status: number | undefined
  declare readonly requestId: string | undefined

  constructor(
    message: string,
    details: { status?: number | undefined; requestId?: string | undefined },
    options?: ErrorOptions,
  ) {
    super(message, options)
    Object.assign(this, details)
  }
}

/** One entry of a GraphQL response's `errors`. */
export interface GraphQLResponseProblem {
  readonly message: string
  readonly path?: ReadonlyArray<string | number> | undefined
  readonly extensions?: Readonly<Record<string, unknown>> | undefined
}

/** The API executed the operation, or refused to, and answered with GraphQL `errors`. */
export class GraphQLResponseError extends FirstAmlError {
  override readonly name = 'GraphQLResponseError'
  readonly code = 'graphql_errors'
  readonly errors: readonly GraphQLResponseProblem[]
  /** Data that came along with the errors; fields that failed are null in it. */
  readonly data: unknown
  readonly requestId: string | undefined

  constructor(
    message: string,
    details: {
      errors: readonly GraphQLResponseProblem[]
      data?: unknown
      requestId?: string | undefined
    },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.errors = details.errors
    // Not enumerable: it is people's data, and errors get logged whole.
    Object.defineProperty(this, 'data', { value: details.data, enumerable: false })
    this.requestId = details.requestId
  }
}

/** Tells whether a caught value is an error of this package, of whichever room. */
export function isOwnError(value: unknown): value is FirstAmlError {
  return value instanceof Error && brand in value
}
