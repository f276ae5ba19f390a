import { makeErrorResult, type Operation, type OperationResult } from '@urql/core'
import { FirstAmlError, UnexpectedResponseError } from '../base/errors.js'
import { outcomeUnknown } from '../fetch/operation-errors.js'
import { readRequestId } from '../fetch/request-id.js'
import { operationName } from './operation-name.js'

/**
 * The result of an operation whose answer turned out to be no GraphQL response when it was read.
 *
 * @param kindOfError - the name of what was thrown; its message may quote the body, which is
 * people's data.
 */
export function unreadableResult(
  operation: Operation,
  response: unknown,
  kindOfError: string,
): OperationResult {
  const known = response instanceof Response ? response : undefined
  const name = operationName(operation)
  const typed = new UnexpectedResponseError(
    `${name} was answered with${known ? ` ${known.status} and` : ''} a body that is no GraphQL response. Check graphqlUrl (FIRSTAML_GRAPHQL_URL) and any proxy in between.`,
    { status: known?.status, requestId: known && readRequestId(known) },
    { cause: new Error(kindOfError) },
  )
  const { kind } = operation
  const final = kind === 'mutation' ? outcomeUnknown(typed, { name, kind }, known) : typed
  return makeErrorResult(operation, final, response)
}

/**
 * A result for the operation that came in. Failures that arise in urql itself, when it reads a body
 * that is no GraphQL response, get a class too.
 */
export function typedResult(result: OperationResult, operation: Operation): OperationResult {
  const { error } = result
  const response: unknown = error?.response
  const networkError = response === undefined ? undefined : error?.networkError
  return networkError && !(networkError instanceof FirstAmlError)
    ? unreadableResult(operation, response, networkError.name)
    : { ...result, operation }
}
