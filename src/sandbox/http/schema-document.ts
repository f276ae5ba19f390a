import { methodNotAllowed } from './json-response.js'
import { type ApiRequest, type ApiResponse, respond } from './messages.js'

/**
 * Makes the handler that gives the schema out as text.
 *
 * The vendor's documentation endpoints are said to exist and to need the token; their address is
 * not published. `?sdl` on the GraphQL endpoint, its media type and its file name are those of
 * Hot Chocolate, the server the vendor appears to run.
 */
export function createSchemaDocument(sdl: string): (request: ApiRequest) => ApiResponse {
  return (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return methodNotAllowed('GET, HEAD, OPTIONS')
    }
    return respond(200, sdl, {
      'content-type': 'application/graphql; charset=utf-8',
      'content-disposition': 'attachment; filename="schema.graphql"',
    })
  }
}
