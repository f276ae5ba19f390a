/**
 * The exchange that makes a urql client an authorized one.
 *
 * It keeps no state and no token: it puts our send where urql's `fetchExchange` looks for a
 * `fetch`, and everything that is judgement lives there, per send. So nothing of the
 * authentication can be seen in an operation or a result, two equal mutations stay two, and a
 * torn-down operation is simply an aborted fetch. Results carry the operation that came in, so that
 * one that is executed again (as urql's cache does) starts from what the application said.
 */
import {
  type Client,
  createRequest,
  type Exchange,
  type Operation,
  type OperationContext,
  type OperationResult,
} from '@urql/core'
import { map } from 'wonka'
import { joinSignals, throwIfAborted } from '../base/abort.js'
import { createEmitter } from '../base/events.js'
import { createRuntime } from '../base/runtime.js'
import { readSecureUrl } from '../base/urls.js'
import { requireAbsoluteUrl } from '../fetch/api-origins.js'
import { normalizeAuthorizedFetchOptions } from '../fetch/authorized-fetch-options.js'
import type { GraphQLCall, GraphQLSend } from '../fetch/graphql-send.js'
import type { OperationInfo } from '../fetch/operation-errors.js'
import { readRequest } from '../fetch/read-request.js'
import { createTraffic } from '../fetch/traffic.js'
import { accept, type FetchOptions, readFetchOptions } from './fetch-options.js'
import { operationInfo } from './operation-info.js'
import { type AuthExchangeOptions, createOperationSend } from './operation-send.js'
import { typedResult } from './unreadable-result.js'

const original = Symbol('the operation as it came in')

interface AuthorizedContext extends OperationContext {
  readonly [original]: Operation
}

/**
 * Authorizes every operation of a urql client; place it right before `fetchExchange`.
 *
 * The token goes to the origin of the client's `url`, to that of the token URL, and to `origins`.
 * Operations are always sent by POST: a query in a URL would put people's data into logs.
 *
 * @example
 * ```ts
 * new Client({ url, preferGetMethod: false, exchanges: [authExchange({ tokenSource }), fetchExchange] })
 * ```
 */
export function authExchange(options: AuthExchangeOptions): Exchange {
  const runtime = createRuntime(options.runtime, options.fetch)
  const traffic = createTraffic(options, runtime, createEmitter(options.onEvent))
  return ({ client, forward }) => {
    const settings = normalizeAuthorizedFetchOptions({
      ...options,
      origins: [clientUrl(client, options), ...(options.origins ?? [])],
    })
    const send = createOperationSend(settings, options, traffic, withText)
    const toAuthorized = map((operation: Operation) =>
      operation.kind === 'teardown' ? operation : authorize(operation, send),
    )
    const toOriginal = map((result: OperationResult) => {
      const context: Partial<AuthorizedContext> = result.operation.context
      return typedResult(result, context[original] ?? result.operation)
    })
    return (operations) => toOriginal(forward(toAuthorized(operations)))
  }
}

/** The URL that a client was made with: urql shows it only in the context of an operation. */
function clientUrl(client: Client, { allowInsecureRequests = false }: AuthExchangeOptions): URL {
  const request = createRequest('{ __typename }', {})
  const { url } = client.createRequestOperation('query', request).context
  return readSecureUrl(url, "the urql client's url", allowInsecureRequests)
}

/** Lets urql read a body that has been read. */
function withText(response: Response, text: string): Response {
  response.text = () => Promise.resolve(text)
  return response
}

function authorize(operation: Operation, send: GraphQLSend<Response>): Operation {
  const authorized: AuthorizedContext = {
    [original]: operation,
    ...operation.context,
    preferGetMethod: false,
    ...authorizedFetch(operation, send),
  }
  return { ...operation, context: authorized }
}

function authorizedFetch(
  operation: Operation,
  send: GraphQLSend<Response>,
): Pick<OperationContext, 'fetch' | 'fetchOptions'> {
  let options: FetchOptions
  let info: OperationInfo
  try {
    options = readFetchOptions(operation)
    info = operationInfo(operation)
  } catch (error) {
    // Thrown from here, it would stop urql's queue for every other operation.
    return { fetchOptions: {}, fetch: () => Promise.reject(error) }
  }
  const { fetch } = operation.context
  const { signal, headers } = options
  return {
    fetchOptions: options,
    fetch: (input, init) => {
      const { url, parts } = readRequest(input, init)
      // A teardown is told by urql's signal only, and must not look like a broken connection.
      const { signal: leftBy } = parts
      throwIfAborted(leftBy)
      requireAbsoluteUrl(url)
      // In place of urql's own list, which is longer than what can be read here.
      if (headers?.accept === undefined) parts.headers.accept = accept
      const call = { url, parts, operation: info, fetch, signal, leftBy }
      return signal ? sendJoined(send, call, signal) : send(call)
    },
  }
}

/** urql puts its own signal in place of the caller's, so the two are joined here. */
async function sendJoined(
  send: GraphQLSend<Response>,
  call: GraphQLCall,
  signal: AbortSignal,
): Promise<Response> {
  const { parts } = call
  if (!parts.signal) return send({ ...call, parts: { ...parts, signal } })
  const joined = joinSignals(signal, parts.signal)
  try {
    return await send({ ...call, parts: { ...parts, signal: joined.signal } })
  } finally {
    joined.release()
  }
}
