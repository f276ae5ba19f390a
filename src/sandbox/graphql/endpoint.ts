// The GraphQL endpoint: GraphQL over HTTP on graphql-js, which is little enough to write down, and
// three times as fast as with a server library around it. JSON comes in, or it is 415, and one of
// the two JSON media types goes out, or it is 406.
//
// Which status an invalid query gets depends on Accept, as GraphQL over HTTP has it: 400 with
// `application/graphql-response+json`, 200 with plain `application/json` and with no preference.
// A request that cannot be understood as one of GraphQL is 400 with either.
import {
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
} from 'graphql'
import { errorResponse, methodNotAllowed } from '../http/json-response.js'
import { type ApiRequest, type ApiResponse, respond } from '../http/messages.js'
import type { ApiClient } from '../world/api-clients.js'
import { chooseMediaType, type ResultMediaType } from './accepted-media-type.js'
import { documentCacheOf } from './document-cache.js'
import { type GraphqlParameters, readParameters } from './parameters.js'
import type { ResolverContext, SandboxAnswers } from './resolvers.js'

/** What the endpoint tells about a request it served. */
export interface OperationNote {
  operationName: string | null
}

/** Makes the handler of the GraphQL endpoint. Whether the caller may ask is not its business. */
export function createGraphqlEndpoint(
  schema: GraphQLSchema,
  answers: SandboxAnswers,
): (request: ApiRequest, client: ApiClient, note: OperationNote) => Promise<ApiResponse> {
  const prepare = documentCacheOf(schema)
  return async (request, client, note) => {
    if (request.method !== 'POST' && request.method !== 'GET') {
      return methodNotAllowed('GET, POST, OPTIONS')
    }
    const mediaType = chooseMediaType(request.headers.get('accept'))
    if (mediaType === undefined) {
      const message =
        'This endpoint answers application/graphql-response+json and application/json; Accept allows neither.'
      return errorResponse(406, 'NOT_ACCEPTABLE', message)
    }
    if (request.method === 'POST' && !isJson(request.headers.get('content-type'))) {
      return errorResponse(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send application/json.')
    }
    const parameters = readParameters(request)
    if ('complaint' in parameters) {
      return errorResponse(400, 'BAD_REQUEST', parameters.complaint, typeOf(mediaType))
    }
    const { query, operationName } = parameters
    note.operationName = operationName ?? null
    const prepared = prepare(query)
    if ('errors' in prepared) return answer(mediaType, prepared)
    const operation = getOperationAST(prepared.document, operationName)
    note.operationName = operation?.name?.value ?? null
    if (!operation) return answer(mediaType, { errors: [noSuchOperation(parameters)] })
    if (operation.operation === 'subscription') return answer(mediaType, { errors: [noStreams()] })
    if (operation.operation === 'mutation' && request.method === 'GET') {
      return methodNotAllowed('POST')
    }
    const contextValue: ResolverContext = { ...answers, client }
    const { document } = prepared
    const { variables } = parameters
    return answer(
      mediaType,
      await execute({ schema, document, operationName, variableValues: variables, contextValue }),
    )
  }
}

/** A result. Without `data` nothing was executed: the request was at fault. */
function answer(mediaType: ResultMediaType, { data, errors }: ExecutionResult): ApiResponse {
  const isExecuted = data !== undefined
  const status = isExecuted || mediaType === 'application/json' ? 200 : 400
  const body = JSON.stringify({ ...(errors && { errors: errors.map(masked) }), data })
  return respond(status, body, typeOf(mediaType))
}

/** What goes wrong inside of a resolver is nobody's business but the sandbox's. */
function masked(error: GraphQLError): GraphQLError {
  const { originalError, nodes, path } = error
  const isOurs = path !== undefined && originalError !== undefined
  if (!isOurs || originalError instanceof GraphQLError) return error
  return new GraphQLError('The sandbox itself failed; this is a bug in it.', {
    ...(nodes && { nodes }),
    path,
    extensions: { code: 'INTERNAL_ERROR' },
  })
}

function noSuchOperation({ operationName }: GraphqlParameters): GraphQLError {
  const message =
    operationName === undefined
      ? 'The document must hold one operation, or operationName must say which.'
      : 'The document holds no operation of that name.'
  return new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })
}

function noStreams(): GraphQLError {
  return new GraphQLError('Subscriptions are not served.', { extensions: { code: 'BAD_REQUEST' } })
}

function typeOf(mediaType: ResultMediaType) {
  return { 'content-type': `${mediaType}; charset=utf-8` }
}

function isJson(contentType: string | null): boolean {
  return contentType !== null && /^application\/json *(;|$)/i.test(contentType)
}
