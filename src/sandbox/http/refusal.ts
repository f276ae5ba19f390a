import { errorResponse } from './json-response.js'
import { type ApiRequest, type ApiResponse, respond } from './messages.js'
import type { SandboxRequestKind } from './request-log.js'
import { refuseToken } from './token-refusal.js'

const codes: ReadonlyMap<number, string> = new Map([
  [400, 'bad_request'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [408, 'request_timeout'],
  [413, 'payload_too_large'],
  [429, 'too_many_requests'],
  [500, 'server_error'],
  [502, 'bad_gateway'],
  [503, 'temporarily_unavailable'],
  [504, 'gateway_timeout'],
])

/**
 * Answers with a status in the form that this part of the service has for errors: OAuth's at the
 * token endpoint, XML from storage, and a GraphQL error everywhere else.
 */
export function refusal(kind: SandboxRequestKind, status: number, message: string): ApiResponse {
  const code = codes.get(status) ?? `status_${status}`
  if (kind === 'token') {
    return refuseToken(status, code, message)
  }
  if (kind === 'storage') {
    const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`
    return respond(status, body, { 'content-type': 'application/xml' })
  }
  return errorResponse(status, code.toUpperCase(), message)
}

/** A result that holds an error and has no data at all: nothing was executed. */
export function graphqlRefusal(request: ApiRequest, code: string, message: string): ApiResponse {
  const mediaType = 'application/graphql-response+json'
  const isWanted = request.headers.get('accept')?.includes(mediaType) ?? false
  const contentType = `${isWanted ? mediaType : 'application/json'}; charset=utf-8`
  return errorResponse(200, code, message, { 'content-type': contentType })
}
