import {
  type AnyVariables,
  type Client,
  type CombinedError,
  createRequest,
  type DocumentInput,
  type GraphQLRequest,
  type OperationContext,
  type OperationResult,
  type OperationType,
} from '@urql/core'
import { GraphQLResponseError } from '../base/errors.js'
import { redact } from '../base/redaction.js'
import { readRequestId } from '../fetch/request-id.js'
import type { OperationHints } from './operation-info.js'
import { operationName } from './operation-name.js'
import { unreadableResult } from './unreadable-result.js'

/** What may be said of one request. */
export interface RequestOptions extends OperationHints {
  /** Ends the request, whatever it waits for; it then throws an `AbortedError`. */
  readonly signal?: AbortSignal | undefined
  /** Headers to send besides the client's own. */
  readonly headers?: HeadersInit | undefined
}

/** Variables may be left out where none is required. */
export type RequestArguments<Variables> =
  Record<never, never> extends Variables
    ? [variables?: Variables, options?: RequestOptions]
    : [variables: Variables, options?: RequestOptions]

/** Sends one operation and gives its data. */
export type RequestFunction = <Data, Variables extends AnyVariables>(
  document: DocumentInput<Data, Variables>,
  ...rest: RequestArguments<Variables>
) => Promise<Data>

/** urql's own keys are 32 bits wide; ours begin above, so they never meet. */
const firstOwnKey = 2 ** 32

/** Turns a urql client into a function from a document to its data, or an error. */
export function createRequestFunction(urql: Client): RequestFunction {
  let nextKey = firstOwnKey
  return async <Data, Variables extends AnyVariables>(
    document: DocumentInput<Data, Variables>,
    ...rest: RequestArguments<Variables>
  ): Promise<Data> => {
    const [variables, options] = rest
    if (!document) throw new TypeError('The document is missing: look at what is imported.')
    const request = createRequest(document, variables ?? ({} as Variables))
    const operation = urql.createRequestOperation(
      operationKind(request),
      // A key of its own keeps a request from sharing the fate, and the signal, of an equal one.
      { ...request, key: nextKey++ },
      options === undefined ? plainContext : readContext(options),
    )
    return readData(await urql.executeRequestOperation(operation).toPromise())
  }
}

const plainContext: Partial<OperationContext> = { requestPolicy: 'network-only' }

function readContext({ signal, headers, ...hints }: RequestOptions): Partial<OperationContext> {
  const fetchOptions = { ...(signal && { signal }), ...(headers && { headers }) }
  return { ...plainContext, ...hints, fetchOptions }
}

function operationKind({ query }: GraphQLRequest): OperationType {
  for (const definition of query.definitions) {
    if ('operation' in definition) return definition.operation
  }
  throw new TypeError('The document holds no operation, only fragments.')
}

/** Data that came with an error is no whole answer: it goes along on the error. */
function readData<Data>(result: OperationResult<Data>): Data {
  const { data, error, operation } = result
  if (error?.networkError) throw error.networkError
  // A list without errors says nothing; the specification has none.
  if (error && error.graphQLErrors.length > 0) throw graphqlError(result, error)
  if (typeof data === 'object' && data !== null) return data
  // `data: null` needs an error that says why.
  throw unreadableResult(operation, undefined, 'no data').error?.networkError
}

function graphqlError(
  { operation, data }: OperationResult,
  { graphQLErrors: errors, response }: CombinedError,
): GraphQLResponseError {
  const [first, ...others] = errors
  const text = redact(first?.message ?? '', variableTexts(operation.variables), 300).replace(
    /\.$/,
    '',
  )
  const more = others.length > 0 ? ` (and ${others.length} more)` : ''
  return new GraphQLResponseError(
    `The API answered ${operationName(operation)} with an error: ${text}${more}. See errors for all of it.`,
    {
      errors: errors.map(({ message, path, extensions }) => ({ message, path, extensions })),
      data,
      requestId: response instanceof Response ? readRequestId(response) : undefined,
    },
  )
}

/** What must not be quoted: servers repeat a bad value in their messages. */
function variableTexts(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return value.length > 1 ? [value] : []
  if (typeof value === 'number') return value > 999 ? [String(value)] : []
  if (typeof value !== 'object' || value === null || depth > 20) return []
  return Object.values(value).flatMap((member) => variableTexts(member, depth + 1))
}
