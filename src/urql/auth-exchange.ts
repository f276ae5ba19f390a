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
  makeErrorResult,
  type Operation,
  type OperationContext,
  type OperationResult,
} from '@urql/core'
import { map } from 'wonka'
import { joinSignals } from '../base/abort.js'
import { FirstAmlError, UnexpectedResponseError } from '../base/errors.js'
import { createEmitter } from '../base/events.js'
import { createRuntime } from '../base/runtime.js'
import { readSecureUrl } from '../base/urls.js'
import { requireAbsoluteUrl } from '../fetch/api-origins.js'
import {
  type AuthorizedFetchOptions,
  normalizeAuthorizedFetchOptions,
} from '../fetch/authorized-fetch.js'
import { createAuthorizedSend } from '../fetch/authorized-send.js'
import { defaultThrottledCodes, defaultUnauthenticatedCodes } from '../fetch/error-codes.js'
import { createGraphQLSend, type GraphQLCall, type GraphQLSend } from '../fetch/graphql-send.js'
import { type OperationInfo, outcomeUnknown } from '../fetch/operation-errors.js'
import { readRequestId } from '../fetch/request-id.js'
import { readHeaders, readRequest } from '../fetch/request-parts.js'
import { createRunAttempts } from '../fetch/run-attempts.js'
import { createScopeGuard, type ScopeGuard, type ScopeOptions } from '../fetch/scope-guard.js'
import { createTraffic, type Traffic } from '../fetch/traffic.js'
import type { AccessToken } from '../token/access-token.js'
import { operationName } from './operation-name.js'

/** What {@link authExchange} takes. */
export interface AuthExchangeOptions extends AuthorizedFetchOptions, ScopeOptions {
  /**
   * `extensions.code` values that mean the same as a 401 when the response has no data; default
   * `UNAUTHENTICATED` and `AUTH_NOT_AUTHENTICATED`, an empty list switches it off.
   */
  readonly unauthenticatedCodes?: readonly string[] | undefined
  /**
   * `extensions.code` values that mean the same as a 429 when the response has no data; default
   * `THROTTLED`, `RATE_LIMITED`, `RATE_LIMIT_EXCEEDED` and `TOO_MANY_REQUESTS`.
   */
  readonly throttledCodes?: readonly string[] | undefined
}

const accept = 'application/graphql-response+json, application/json'

/** What may be said of one operation, in the context that urql hands along. */
export interface OperationHints {
  /** Sending the operation twice does no harm, so a mutation may be made again like a query. */
  readonly idempotent?: boolean | undefined
  /** Limit for one attempt, in milliseconds; default: the client's `timeoutMs`. */
  readonly timeoutMs?: number | undefined
}

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
 * new Client({ url, preferGetMethod: false, exchanges: [authExchange({ tokenSource }), fetchExchange] })
 */
export function authExchange(options: AuthExchangeOptions): Exchange {
  const runtime = createRuntime(options.runtime, options.fetch)
  const traffic = createTraffic(options, runtime, createEmitter(options.onEvent))
  return createAuthExchange(options, traffic)
}

/** @param traffic - what the operations share with the other requests of their client. */
export function createAuthExchange(options: AuthExchangeOptions, traffic: Traffic): Exchange {
  return ({ client, forward }) => {
    const url = readSecureUrl(
      clientUrl(client),
      "the urql client's url",
      options.allowInsecureRequests ?? false,
    )
    const settings = normalizeAuthorizedFetchOptions({
      ...options,
      origins: [url, ...(options.origins ?? [])],
    })
    const send = createGraphQLSend({
      authorized: createAuthorizedSend(settings, traffic),
      runAttempts: createRunAttempts(traffic, settings.runtime, settings.emit),
      lifetime: traffic.lifetime,
      runtime: settings.runtime,
      unauthenticatedCodes: options.unauthenticatedCodes ?? defaultUnauthenticatedCodes,
      throttledCodes: options.throttledCodes ?? defaultThrottledCodes,
    })
    const guard = createScopeGuard(options)
    const toAuthorized = map((operation: Operation) =>
      operation.kind === 'teardown' ? operation : authorize(operation, operation.kind, send, guard),
    )
    const toOriginal = map(asItCameIn)
    return (operations) => toOriginal(forward(toAuthorized(operations)))
  }
}

function authorize(
  operation: Operation,
  kind: OperationInfo['kind'],
  send: GraphQLSend,
  guard: ScopeGuard | undefined,
): Operation {
  const { context } = operation
  const { idempotent, timeoutMs }: OperationContext & OperationHints = context
  const info: OperationInfo = { kind, name: operationName(operation), idempotent, timeoutMs }
  const authorized: AuthorizedContext = {
    [original]: operation,
    ...context,
    preferGetMethod: false,
    ...authorizedFetch(operation, info, send, guard),
  }
  return { ...operation, context: authorized }
}

function authorizedFetch(
  { context }: Operation,
  operation: OperationInfo,
  send: GraphQLSend,
  guard: ScopeGuard | undefined,
): Pick<OperationContext, 'fetch' | 'fetchOptions'> {
  let options: RequestInit | undefined
  try {
    options = readFetchOptions(context)
  } catch (error) {
    // Thrown from here, it would stop urql's queue for every other operation.
    return { fetchOptions: {}, fetch: () => Promise.reject(error) }
  }
  const { fetch } = context
  const signal = options?.signal
  // In lower case, since urql leaves the names of a list as they are.
  const headers = options?.headers && readHeaders(options.headers)
  // What urql accepts for a subscription is right.
  const acceptsOurs = operation.kind !== 'subscription' && headers?.accept === undefined
  return {
    // Read once: a function of the application's may give something else each time.
    ...(options && { fetchOptions: headers ? { ...options, headers } : options }),
    fetch: (input, init) => {
      const { url, parts } = readRequest(input, init)
      requireAbsoluteUrl(url)
      if (acceptsOurs) parts.headers.accept = accept
      const admit = guard && ((token: AccessToken) => guard(operation.name, token))
      const call = { url, parts, operation, fetch, signal, admit }
      return signal ? sendJoined(send, call) : send(call)
    },
  }
}

function readFetchOptions({ fetchOptions }: OperationContext): RequestInit | undefined {
  return typeof fetchOptions === 'function' ? fetchOptions() : fetchOptions
}

/** urql puts its own signal in place of the caller's, so the two are joined here. */
async function sendJoined(send: GraphQLSend, call: GraphQLCall): Promise<Response> {
  const { signal, parts } = call
  if (!signal) return send(call)
  if (!parts.signal) return send({ ...call, parts: { ...parts, signal } })
  const joined = joinSignals(signal, parts.signal)
  try {
    return await send({ ...call, parts: { ...parts, signal: joined.signal } })
  } finally {
    joined.release()
  }
}

/** The URL that a client was made with: urql shows it only in the context of an operation. */
function clientUrl(client: Client): string {
  const request = createRequest('{ __typename }', {})
  return client.createRequestOperation('query', request).context.url
}

/**
 * A result for the operation that came in. Failures that arise in urql itself, when it reads a body
 * that is no GraphQL response, get a class too.
 */
function asItCameIn(result: OperationResult): OperationResult {
  const { error } = result
  const context: Partial<AuthorizedContext> = result.operation.context
  const operation = context[original] ?? result.operation
  const response: unknown = error?.response
  const networkError = response === undefined ? undefined : error?.networkError
  if (!networkError || networkError instanceof FirstAmlError) return { ...result, operation }
  const known = response instanceof Response ? response : undefined
  const name = operationName(operation)
  const typed = new UnexpectedResponseError(
    `${name} was answered with${known ? ` ${known.status} and` : ''} a body that is no GraphQL response. Check graphqlUrl (FIRSTAML_GRAPHQL_URL) and any proxy in between.`,
    { status: known?.status, requestId: known && readRequestId(known) },
    // Its message may quote the body, which is people's data.
    { cause: new Error(networkError.name) },
  )
  const { kind } = operation
  const final = kind === 'mutation' ? outcomeUnknown(typed, { name, kind }, known) : typed
  return makeErrorResult(operation, final, response)
}
