/** The errors of one GraphQL operation: what happened, to which operation, and what to do. */
import { readBearerChallenge } from '../base/bearer-challenge.js'
import {
  AbortedError,
  AccessRejectedError,
  FirstAmlError,
  NetworkError,
  ScopeMissingError,
  ThrottledError,
  UnexpectedResponseError,
  UnknownOutcomeError,
} from '../base/errors.js'
import { describeFailure, redact } from '../base/redaction.js'
import type { Refusal } from './refusal.js'
import { readRequestId } from './request-id.js'

/** What messages and decisions need to know of the operation being sent. */
export interface OperationInfo {
  readonly name: string
  readonly kind: 'query' | 'mutation'
  /** The caller says that sending it twice does no harm. */
  readonly idempotent?: boolean | undefined
  /** Limit for one attempt, in milliseconds; default: the client's. */
  readonly timeoutMs?: number | undefined
}

/**
 * Gives a failure its class. What is of ours already stays as it is: a thousand operations that
 * waited for one token share one error.
 */
export function asTypedError(
  error: unknown,
  signal: AbortSignal | null | undefined,
  { name }: OperationInfo,
): FirstAmlError {
  if (error instanceof FirstAmlError) return error
  if (signal?.aborted) {
    return new AbortedError(`${name} was aborted by its caller.`, { cause: signal.reason })
  }
  return new NetworkError(
    `${name} got no whole answer: the API could not be reached or the connection was cut. Check the network and graphqlUrl (FIRSTAML_GRAPHQL_URL).`,
    { cause: describeFailure(error) },
  )
}

type RejectedReason = Exclude<Refusal['reason'], 'scope_missing'>

const reasons: Record<RejectedReason, string> = {
  fresh_token_rejected:
    'and refused a fresh token too. Check that graphqlUrl and tokenUrl belong to the same environment and that the audience is right.',
  same_token: 'and the token endpoint issues the same token again. Try later, or ask First AML.',
  not_the_api:
    "with a web page, which does not look like the API's answer. Look for a proxy or a captive portal in between, and check graphqlUrl (FIRSTAML_GRAPHQL_URL).",
  body_not_replayable: 'and the request could not be sent again with a fresh token.',
  foreign_origin:
    "because no token was sent: the address is not one of the API's origins. Add it to origins if it is.",
  own_authorization:
    'because it refuses the Authorization header that the operation brought along; no token was sent instead.',
}

/**
 * A refusal that stays one.
 *
 * @param refusal - what a 401 said; undefined for a 403.
 */
export function refused(
  response: Response,
  refusal: Refusal | undefined,
  operation: OperationInfo,
): AccessRejectedError | ScopeMissingError {
  if (refusal === undefined || refusal.reason === 'scope_missing') {
    return scopeMissing(response, operation)
  }
  const { status } = response
  const { reason, error } = refusal
  return new AccessRejectedError(
    `The API answered ${status === 401 ? '401' : `"unauthenticated" (status ${status})`} to ${operation.name} ${reasons[reason]}`,
    {
      reason: reason === 'own_authorization' ? 'foreign_origin' : reason,
      status,
      error,
      requestId: readRequestId(response),
    },
  )
}

/** A 403, or a 401 that names `insufficient_scope`. */
function scopeMissing(response: Response, { name }: OperationInfo): ScopeMissingError {
  const { status, headers } = response
  const scope = readBearerChallenge(headers.get('www-authenticate'))?.scope
  const requiredScope = scope === undefined ? undefined : redact(scope, [], 200)
  return new ScopeMissingError(
    `The API answered ${status} to ${name}: this client's scopes do not allow it${requiredScope ? ` (it wants ${requiredScope})` : ''}. Ask First AML for the scope; the query { me { scopes } } tells which ones the client has.`,
    { status, requiredScope, requestId: readRequestId(response) },
  )
}

/** An answer that no GraphQL server gives. */
export function notGraphQL(response: Response, { name }: OperationInfo): UnexpectedResponseError {
  const { status, headers } = response
  const mediaType = headers.get('content-type')?.split(';', 1)[0]?.trim() || 'no content type'
  return new UnexpectedResponseError(
    `${name} was answered with ${status} and ${redact(mediaType, [], 60)}, which is not a GraphQL response. Check graphqlUrl (FIRSTAML_GRAPHQL_URL) and any proxy in between.`,
    { status, requestId: readRequestId(response) },
  )
}

/** Too many requests, and no further attempt was worth while. */
export function throttled(
  response: Response,
  retryAfterMs: number | undefined,
  { name }: OperationInfo,
): ThrottledError {
  const { status } = response
  const later =
    retryAfterMs === undefined ? 'later' : `in ${Math.ceil(retryAfterMs / 1000)} s at the earliest`
  return new ThrottledError(
    `The API throttles: it answered ${status} to ${name}. Try again ${later}, and send less at once (throttle.concurrency).`,
    { status, retryAfterMs, requestId: readRequestId(response) },
  )
}

/** A mutation that was sent and whose answer was lost. @param cause - how it was lost. */
export function outcomeUnknown(
  cause: Error,
  { name }: OperationInfo,
  response?: Response,
): UnknownOutcomeError {
  return new UnknownOutcomeError(
    `${name} was sent, but its answer was lost, so it may or may not have been carried out. Look whether it was before you send it again: the API has no idempotency key. (${cause.message})`,
    {
      operation: name,
      status: response?.status,
      requestId: response && readRequestId(response),
    },
    { cause },
  )
}
