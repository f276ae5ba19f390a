/** What a failed transfer means: one typed error for each way in which it can fail. */
import {
  AbortedError,
  AccessRejectedError,
  FirstAmlError,
  NetworkError,
  UnexpectedResponseError,
} from '../base/errors.js'
import { describeFailure } from '../base/redaction.js'
import { readRetryAfterMs } from '../base/retry-after.js'
import type { AuthorizedAnswer } from '../fetch/authorized-send.js'
import { refused, throttled } from '../fetch/operation-errors.js'
import { readRequestId } from '../fetch/request-id.js'
import { isThrottling } from '../fetch/retry-decision.js'

/** Gives what was thrown its class. What is of ours already stays as it is. */
export function asTransferError(
  error: unknown,
  signal: AbortSignal | null | undefined,
  name: string,
): FirstAmlError {
  if (error instanceof FirstAmlError) return error
  if (signal?.aborted) {
    return signal.reason instanceof FirstAmlError
      ? signal.reason
      : new AbortedError(`${name} was aborted by its caller.`, { cause: signal.reason })
  }
  return new NetworkError(
    `${name} was cut off: the server could not be reached or the connection broke. Check the network.`,
    { cause: describeFailure(error) },
  )
}

/** The error for an answer whose status is not the one hoped for. */
export function statusError(
  { response, refusal, token }: AuthorizedAnswer,
  name: string,
  now: number,
): FirstAmlError {
  const { status, headers } = response
  const requestId = readRequestId(response)
  if (token === undefined && (status === 403 || refusal?.reason === 'foreign_origin')) {
    return new AccessRejectedError(
      `${name} was answered with ${status} by a server that was sent no token, since it is not one of the API's origins. A signed address ends after a while: read a fresh one from the API. Add the server to origins only if it is the API's.`,
      { reason: 'foreign_origin', status, requestId },
    )
  }
  if (refusal !== undefined || status === 403) {
    return refused(response, refusal, { name, kind: 'query' })
  }
  const retryAfterMs = readRetryAfterMs(headers, now)
  if (isThrottling({ type: 'status', status, retryAfterMs })) {
    return throttled(response, retryAfterMs, { name, kind: 'query' })
  }
  return new UnexpectedResponseError(`${name} was answered with ${status}. ${advice(status)}`, {
    status,
    requestId,
  })
}

function advice(status: number): string {
  if (status === 404 || status === 410) {
    return 'There is no file at this address, or not any more: read it from the API again.'
  }
  return status >= 500 ? 'Try later.' : 'Check the address, and any proxy in between.'
}

/** A request as messages name it: without the query string, which may hold a signature. */
export function transferName(method: string, url: string): string {
  return `${method} ${new URL(url).pathname}`
}
