// The GraphQL endpoint, on graphql-yoga with everything switched off that the vendor's server does
// not have: landing page, GraphiQL, health check, CORS, batching, uploads by multipart. Yoga also
// knows form bodies and event streams; here JSON comes in, or it is 415, and one of the two JSON
// media types goes out, or it is 406.
//
// Which status an invalid query gets depends on Accept, as GraphQL over HTTP has it: 400 with
// `application/graphql-response+json`, 200 with plain `application/json` and with no preference.
import { type GraphQLSchema, getOperationAST } from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'
import { errorResponse, methodNotAllowed } from '../http/json-response.js'
import type { ApiClient } from '../world/api-clients.js'
import type { ResolverContext } from './resolvers.js'

/** What the endpoint tells about a request it served. */
export interface OperationNote {
  operationName: string | null
}

interface ServerContext extends ResolverContext {
  readonly note: OperationNote
}

const mediaTypes: readonly string[] = ['application/graphql-response+json', 'application/json']

/** Makes the handler of the GraphQL endpoint. Whether the caller may ask is not its business. */
export function createGraphqlEndpoint(
  schema: GraphQLSchema,
): (request: Request, client: ApiClient, note: OperationNote) => Promise<Response> {
  const yoga = createYoga<ServerContext>({
    schema,
    plugins: [takeOperationName],
    fetchAPI: { Response },
    graphqlEndpoint: '/graphql',
    healthCheckEndpoint: '/graphql/without-health-check',
    logging: false,
    maskedErrors: { isDev: false },
    graphiql: false,
    landingPage: false,
    cors: false,
    batching: false,
    multipart: false,
  })
  return async (request, client, note) => {
    if (request.method !== 'POST' && request.method !== 'GET') {
      return methodNotAllowed('GET, POST, OPTIONS')
    }
    if (!acceptsJson(request.headers.get('accept'))) {
      const message = `This endpoint answers ${mediaTypes.join(' and ')}; Accept allows neither.`
      return errorResponse(406, 'NOT_ACCEPTABLE', message)
    }
    if (request.method === 'POST' && !isJson(request.headers.get('content-type'))) {
      return errorResponse(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send application/json.')
    }
    return yoga.fetch(request, { client, note })
  }
}

const takeOperationName: Plugin<ServerContext, ServerContext> = {
  onParams({ params, context }) {
    context.note.operationName = params.operationName ?? null
  },
  onExecute({ args }) {
    const operation = getOperationAST(args.document, args.operationName)
    args.contextValue.note.operationName = operation?.name?.value ?? null
  },
}

function isJson(contentType: string | null): boolean {
  return contentType !== null && /^application\/json *(;|$)/.test(contentType)
}

function acceptsJson(accept: string | null): boolean {
  if (accept === null) return true
  return accept.split(',').some((range) => {
    const [mediaType = '', ...parameters] = range
      .split(';')
      .map((part) => part.trim().toLowerCase())
    if (parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) return false
    return ['*/*', 'application/*', ...mediaTypes].includes(mediaType)
  })
}
