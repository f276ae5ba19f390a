/**
 * The exchange that takes a client's operations to the network, in place of `authExchange` with
 * urql's `fetchExchange`.
 *
 * Those two are for whoever makes a urql client. A client of ours does without the way through a
 * `fetch` that urql calls: a third of an operation's time goes into an abort, with its error and
 * stack, that `fetchExchange` makes of every finished operation. What is sent, and what a result
 * holds, is the same; urql's own functions make both.
 */
import type { Exchange, Operation, OperationResult } from '@urql/core'
import { filter, makeSubject, merge, onPush, pipe } from 'wonka'
import type { AuthorizedSendSettings } from '../fetch/authorized-send.js'
import type { Traffic } from '../fetch/traffic.js'
import { type Answer, execute, type Stop } from './network-operation.js'
import { operationName } from './operation-name.js'
import { createOperationSend, type OperationOptions } from './operation-send.js'

/** @param traffic - what the operations share with the other requests of their client. */
export function createNetworkExchange(
  settings: AuthorizedSendSettings,
  options: OperationOptions,
  traffic: Traffic,
): Exchange {
  return ({ forward, dispatchDebug }) => {
    const send = createOperationSend<Answer>(settings, options, traffic, (response, text) => ({
      response,
      text,
    }))
    return (operations) => {
      const { source, next } = makeSubject<OperationResult>()
      /** By key, since that is what a teardown names; equal queries may be under way together. */
      const underWay = new Map<number, readonly Stop[]>()

      const begin = (operation: Operation) => {
        const { key } = operation
        const give = (result: OperationResult) => {
          forget()
          next(result)
        }
        const stop = execute(operation, send, give, (type, data) =>
          dispatchDebug({
            type,
            message: `${type} of ${operationName(operation)}`,
            operation,
            data,
          }),
        )
        const forget = () => {
          const others = underWay.get(key)?.filter((other) => other !== stop) ?? []
          if (others.length > 0) underWay.set(key, others)
          else underWay.delete(key)
        }
        underWay.set(key, [...(underWay.get(key) ?? []), stop])
      }

      const others = pipe(
        operations,
        onPush((operation) => {
          if (operation.kind !== 'teardown') return begin(operation)
          const stops = underWay.get(operation.key) ?? []
          underWay.delete(operation.key)
          for (const stop of stops) stop()
        }),
        filter((operation) => operation.kind === 'teardown'),
      )
      return merge([source, forward(others)])
    }
  }
}
