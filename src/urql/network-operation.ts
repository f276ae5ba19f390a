import {
  getOperationName,
  makeErrorResult,
  makeResult,
  type Operation,
  type OperationResult,
  stringifyDocument,
} from '@urql/core'
import { onAbort } from '../base/abort.js'
import { requireAbsoluteUrl } from '../fetch/api-origins.js'
import type { GraphQLCall, GraphQLSend } from '../fetch/graphql-send.js'
import { accept, readFetchOptions } from './fetch-options.js'
import { operationInfo } from './operation-info.js'
import { unreadableResult } from './unreadable-result.js'

/** A response, and its text. */
export interface Answer {
  readonly response: Response
  readonly text: string
}

/** Ends what is under way. */
export type Stop = () => void

/**
 * Executes one operation.
 *
 * @param give - gets its result.
 * @param tell - hears what urql's developer tools show of a request.
 * @returns a function that ends it; nothing is given after that.
 */
export function execute(
  operation: Operation,
  send: GraphQLSend<Answer>,
  give: (result: OperationResult) => void,
  tell: (type: string, data: unknown) => void,
): Stop {
  let controller = new AbortController()
  let isOver = false
  let end: ((reason: unknown) => void) | undefined
  let forgetSignal: (() => void) | undefined

  const settle = (result: OperationResult) => {
    forgetSignal?.()
    if (isOver) return
    tell(result.data ? 'fetchSuccess' : 'fetchError', result.data ? result : result.error)
    give(result)
  }
  const fail = (error: Error) => {
    // Something may still be on the wire: nobody waits for it any more.
    controller.abort()
    settle(makeErrorResult(operation, error))
  }
  const read = ({ response, text }: Answer) => settle(readResult(operation, response, text))
  const begin = () => {
    if (isOver) return
    try {
      const { parts, signal } = readOptions(operation, controller.signal)
      const { url, fetch } = operation.context
      requireAbsoluteUrl(url)
      tell('fetchRequest', { url, fetchOptions: parts })
      forgetSignal = signal ? onAbort(signal, () => controller.abort(signal.reason)) : undefined
      const info = operationInfo(operation)
      const onStart = (stop: (reason: unknown) => void) => {
        end = stop
      }
      const renew = () => {
        controller.abort()
        controller = new AbortController()
        return controller.signal
      }
      send({ url, parts, operation: info, fetch, signal, onStart, renew }).then(read, fail)
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)))
    }
  }
  // Not before whoever asked could change his mind, as React does in its strict mode.
  void Promise.resolve().then(begin)

  return () => {
    isOver = true
    forgetSignal?.()
    controller.abort()
    end?.(controller.signal.reason)
  }
}

/** What the operation's request is, with a signal of its own, and the signal of its caller. */
function readOptions(
  operation: Operation,
  own: AbortSignal,
): Pick<GraphQLCall, 'parts' | 'signal'> {
  const { headers: given, signal, ...options } = readFetchOptions(operation)
  const headers = { accept, 'content-type': 'application/json', ...given }
  const { query, variables, extensions } = operation
  const body = JSON.stringify({
    query: stringifyDocument(query),
    operationName: getOperationName(query),
    variables,
    extensions,
  })
  // Always by POST: in a URL, a query would put people's data into logs.
  return { parts: { ...options, method: 'POST', body, headers, signal: own }, signal }
}

function readResult(operation: Operation, response: Response, text: string): OperationResult {
  try {
    return makeResult(operation, JSON.parse(text), response)
  } catch (error) {
    return unreadableResult(operation, response, error instanceof Error ? error.name : 'Error')
  }
}
