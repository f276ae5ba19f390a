/** The errors of one GraphQL operation: what happened, to which operation, and what to do. */
import { readBearerChallenge } from '../base/bearer-challenge.js'
import { releaseBody } from '../base/bounded-body.js'
import {
  AbortedError,
  AccessRejectedError,
  type AccessRejectedReason,
  FirstAmlError,
  NetworkError,
  ScopeMissingError,
  UnexpectedResponseError,
} from '../base/errors.js'
import { describeFailure } from '../base/redaction.js'

/** What messages and decisions need to know of the operation being sent. */
export interface OperationInfo {
  readonly name: string
  readonly kind: 'query' | 'mutation' | 'subscription'
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

const refusals: Record<AccessRejectedReason, string> = {
  fresh_token_rejected:
    'and refused a fresh token too. Check that graphqlUrl and tokenUrl belong to the same environment and that the audience is right.',
  same_token: 'and the token endpoint issues the same token again. Try later, or ask First AML.',
  not_the_api:
    "with a web page, which does not look like the API's answer. Look for a proxy or a captive portal in between, and check graphqlUrl (FIRSTAML_GRAPHQL_URL).",
  body_not_replayable: 'and the request could not be sent again with a fresh token.',
  foreign_origin:
    "because no token was sent: the address is not one of the API's origins. Add it to origins if it is.",
}

/** A 401 that stays one. */
export function accessRejected(
  response: Response,
  reason: AccessRejectedReason,
  { name }: OperationInfo,
): AccessRejectedError {
  const challenge = readBearerChallenge(response.headers.get('www-authenticate'))
  releaseBody(response)
  return new AccessRejectedError(`The API answered 401 to ${name} ${refusals[reason]}`, {
    reason,
    status: response.status,
    error: challenge?.error,
  })
}

/** A 403, or a 401 that names `insufficient_scope`. */
export function scopeMissing(response: Response, { name }: OperationInfo): ScopeMissingError {
  const { status, headers } = response
  const scope = readBearerChallenge(headers.get('www-authenticate'))?.scope
  releaseBody(response)
  return new ScopeMissingError(
    `The API answered ${status} to ${name}: this client's scopes do not allow it${scope ? ` (it wants ${scope})` : ''}. Ask First AML for the scope; the query { me { scopes } } tells which ones the client has.`,
    { status, requiredScope: scope },
  )
}

/** An answer that no GraphQL server gives. */
export function notGraphQL(response: Response, { name }: OperationInfo): UnexpectedResponseError {
  const { status, headers } = response
  const mediaType = headers.get('content-type')?.split(';', 1)[0]?.trim() || 'no content type'
  releaseBody(response)
  return new UnexpectedResponseError(
    `${name} was answered with ${status} and ${mediaType.slice(0, 60)}, which is not a GraphQL response. Check graphqlUrl (FIRSTAML_GRAPHQL_URL) and any proxy in between.`,
    { status },
  )
}
