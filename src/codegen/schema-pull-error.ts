import { FirstAmlError } from '../base/errors.js'

/** What stopped a schema pull. */
export type SchemaPullReason =
  /** The token endpoint refused the credentials. */
  | 'token_refused'
  /** No token could be had for now: the endpoint throttles, is broken, or is not one. */
  | 'token_unavailable'
  /** 401: the token was refused, a fresh one too. */
  | 'unauthorized'
  /** 403: this client may not read the schema. */
  | 'forbidden'
  /** The address is not one that gives a schema: 400, 404, 405, 410 or 501. */
  | 'not_found'
  /** Any other status: the server is broken, busy or throttles. */
  | 'unexpected_status'
  /** A redirect that is not followed, since it leads to another origin or in circles. */
  | 'redirected'
  /** DNS, connection or TLS failed, or the connection was cut. */
  | 'unreachable'
  /** The time allowed for the pull ran out. */
  | 'timeout'
  /** The answer is a page, is empty, or is some other text or JSON. */
  | 'not_a_schema'
  /** The answer is a schema, but cut off or wrong in itself. */
  | 'invalid_schema'
  /** The answer is longer than any schema should be. */
  | 'too_large'
  /** The snapshot could not be read or written. */
  | 'output'

/**
 * The schema was not pulled, and the snapshot is as it was before.
 *
 * The message is one line that says what happened and what to set or ask for; it holds no secret,
 * no token and no query string.
 */
export class SchemaPullError extends FirstAmlError {
  override readonly name = 'SchemaPullError'
  readonly code = 'schema_pull'
  readonly reason: SchemaPullReason
  /** The address that was asked, without its query string; for `output`, the file. */
  readonly target: string
  /** HTTP status of the answer, where there was one. */
  readonly status: number | undefined

  constructor(
    message: string,
    details: { reason: SchemaPullReason; target: string; status?: number | undefined },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.reason = details.reason
    this.target = details.target
    this.status = details.status
  }
}
