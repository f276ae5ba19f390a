/**
 * The exchange that makes a urql client an authorized one.
 *
 * It keeps no state and no token: it puts our send where urql's `fetchExchange` looks for a
 * `fetch`, and everything that is judgement lives there, per send. So nothing of the
 * authentication can be seen in an operation or a result, two equal mutations stay two, and a
 * torn-down operation is simply an aborted fetch.
 */
import {
  type Client,
  createRequest,
  type Exchange,
  makeErrorResult,
  makeOperation,
  type Operation,
  type OperationContext,
  type OperationResult,
} from '@urql/core'
import { map } from 'wonka'
import { joinSignals, untilAborted } from '../base/abort.js'
import { FirstAmlError, UnexpectedResponseError } from '../base/errors.js'
import {
  type AuthorizedFetchOptions,
  normalizeAuthorizedFetchOptions,
} from '../fetch/authorized-fetch.js'
import { createAuthorizedSend } from '../fetch/authorized-send.js'
import { createGraphQLSend, type GraphQLSend } from '../fetch/graphql-send.js'
import { asTypedError, type OperationInfo } from '../fetch/operation-errors.js'
import { readHeaders, readRequest } from '../fetch/request-parts.js'
import { defaultUnauthenticatedCodes } from '../fetch/unauthenticated.js'
import { operationName } from './operation-name.js'

/** What {@link authExchange} takes. */
export interface AuthExchangeOptions extends AuthorizedFetchOptions {
  /**
   * `extensions.code` values that mean the same as a 401 when the response has no data; default
   * `UNAUTHENTICATED` and `AUTH_NOT_AUTHENTICATED`, an empty list switches it off.
   */
  readonly unauthenticatedCodes?: readonly string[] | undefined
}

const accept = 'application/graphql-response+json, application/json'

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
  return ({ client, forward }) => {
    const settings = normalizeAuthorizedFetchOptions({
      ...options,
      origins: [...(options.origins ?? []), clientUrl(client)],
    })
    const send = createGraphQLSend(
      createAuthorizedSend(settings),
      options.unauthenticatedCodes ?? defaultUnauthenticatedCodes,
    )
    return (operations) =>
      map(withTypedError)(
        forward(map((operation: Operation) => authorize(operation, send))(operations)),
      )
  }
}

function authorize(operation: Operation, send: GraphQLSend): Operation {
  if (operation.kind === 'teardown') return operation
  const { context, kind } = operation
  const options = readFetchOptions(context)
  const info: OperationInfo = { kind, name: operationName(operation) }
  return makeOperation(kind, operation, {
    ...context,
    preferGetMethod: false,
    fetchOptions: { ...options, headers: { accept, ...readHeaders(options?.headers) } },
    fetch: (input, init) => {
      const { url, parts } = readRequest(input, init)
      return sendUntilAborted(
        (signal) => send(url, signal ? { ...parts, signal } : parts, info, context.fetch),
        options?.signal,
        parts.signal,
        info,
      )
    },
  })
}

/** urql puts its own signal in place of the caller's, so the two are joined here. */
async function sendUntilAborted(
  send: (signal?: AbortSignal) => Promise<Response>,
  callers: AbortSignal | null | undefined,
  urqls: AbortSignal | null | undefined,
  info: OperationInfo,
): Promise<Response> {
  if (!callers) return send()
  const joined = urqls ? joinSignals(callers, urqls) : undefined
  try {
    return await untilAborted(send(joined?.signal ?? callers), callers)
  } catch (error) {
    throw asTypedError(error, callers, info)
  } finally {
    joined?.release()
  }
}

function readFetchOptions({ fetchOptions }: OperationContext): RequestInit | undefined {
  return typeof fetchOptions === 'function' ? fetchOptions() : fetchOptions
}

/** The URL that a client was made with: urql shows it only in the context of an operation. */
function clientUrl(client: Client): string {
  const request = createRequest('{ __typename }', {})
  return client.createRequestOperation('query', request).context.url
}

/** Gives the failures that arise in urql itself a class too: JSON that is cut, a body without data. */
function withTypedError(result: OperationResult): OperationResult {
  const { error, operation } = result
  if (!error?.networkError || error.networkError instanceof FirstAmlError) return result
  const response: unknown = error.response
  const status = response instanceof Response ? response.status : undefined
  const typed = new UnexpectedResponseError(
    `${operationName(operation)} was answered with${status ? ` ${status} and` : ''} a body that is no GraphQL response. Check graphqlUrl (FIRSTAML_GRAPHQL_URL) and any proxy in between.`,
    { status },
    // Its message may quote the body, which is people's data.
    { cause: new Error(error.networkError.name) },
  )
  return makeErrorResult(operation, typed, response)
}
