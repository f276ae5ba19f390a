import type { Operation, OperationContext } from '@urql/core'
import { readNumber } from '../base/number-options.js'
import type { OperationInfo } from '../fetch/operation-errors.js'
import { operationName } from './operation-name.js'

/** What may be said of one operation, in the context that urql hands along. */
export interface OperationHints {
  /** Sending the operation twice does no harm, so a mutation may be made again like a query. */
  readonly idempotent?: boolean | undefined
  /** Limit for one attempt, in milliseconds; default: the client's `timeoutMs`. */
  readonly timeoutMs?: number | undefined
}

/**
 * @param operation - anything but a teardown.
 * @throws TypeError for a subscription, or when its `timeoutMs` is no limit.
 */
export function operationInfo(operation: Operation): OperationInfo {
  const { idempotent, timeoutMs: given }: OperationContext & OperationHints = operation.context
  const { kind } = operation
  if (kind !== 'query' && kind !== 'mutation') {
    throw new TypeError(
      'The API has no subscriptions. Receive webhooks, or ask for what has changed (client.cases).',
    )
  }
  const timeoutMs = given === undefined ? undefined : readNumber(given, 'timeoutMs', 'limit', true)
  return { kind, name: operationName(operation), idempotent, timeoutMs }
}
