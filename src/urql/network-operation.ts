import { makeErrorResult, makeResult, type Operation, type OperationResult } from '@urql/core'
import { makeFetchBody, makeFetchOptions, makeFetchSource } from '@urql/core/internal'
import { pipe, subscribe } from 'wonka'
import { onAbort } from '../base/abort.js'
import { requireAbsoluteUrl } from '../fetch/api-origins.js'
import type { GraphQLCall, GraphQLSend } from '../fetch/graphql-send.js'
import { readHeaders } from '../fetch/request-parts.js'
import { accept, readFetchOptions } from './fetch-options.js'
import { operationInfo } from './operation-info.js'
import { typedResult, unreadableResult } from './unreadable-result.js'

/** A response, with its text unless its body is a stream. */
export interface Answer {
  readonly response: Response
  readonly text: string | undefined
}

/** Ends what is under way. */
export type Stop = () => void

/**
 * Executes one operation.
 *
 * @param give - gets its result, or its results where the answer comes in parts.
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
  const givePart = (result: OperationResult) => {
    if (!result.hasNext) forgetSignal?.()
    give(result)
  }
  const fail = (error: Error) => {
    // Something may still be on the wire: nobody waits for it any more.
    controller.abort()
    settle(makeErrorResult(operation, error))
  }
  const read = ({ response, text }: Answer) => {
    if (text !== undefined) settle(readResult(operation, response, text))
    else if (!isOver) end = readParts(operation, response, givePart)
  }
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
  const { context } = operation
  const { options, acceptsOurs } = readFetchOptions(operation)
  // Asked for by GET, a query would put people's data into a URL.
  const asked: Operation =
    options || context.preferGetMethod
      ? {
          ...operation,
          context: {
            ...context,
            preferGetMethod: false,
            ...(options && { fetchOptions: options }),
          },
        }
      : operation
  const { headers: given, ...init } = makeFetchOptions(asked, makeFetchBody(asked))
  const headers = readHeaders(given)
  if (acceptsOurs) headers.accept = accept
  return { parts: { ...init, headers, signal: own }, signal: options?.signal }
}

function readResult(operation: Operation, response: Response, text: string): OperationResult {
  try {
    return makeResult(operation, JSON.parse(text), response)
  } catch (error) {
    return unreadableResult(operation, response, error instanceof Error ? error.name : 'Error')
  }
}

/** Leaves an answer in parts to urql. @returns a function that ends the reading. */
function readParts(
  operation: Operation,
  response: Response,
  give: (result: OperationResult) => void,
): Stop {
  const context = { ...operation.context, fetch: () => Promise.resolve(response) }
  const { unsubscribe } = pipe(
    makeFetchSource({ ...operation, context }, context.url, {}),
    subscribe((result) => give(typedResult(result, operation))),
  )
  return unsubscribe
}
