import { type ApiResponse, respond } from './messages.js'

/** Answers with a JSON body. */
export function jsonResponse(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  return respond(status, JSON.stringify(body), {
    'content-type': 'application/json; charset=utf-8',
    ...headers,
  })
}

/**
 * Answers with a body shaped like a GraphQL error response, for whatever fails before a query runs.
 *
 * `code` goes where the vendor's kind of server puts it: into `extensions.code`.
 */
export function errorResponse(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  return jsonResponse(status, { errors: [{ message, extensions: { code } }] }, headers)
}

/** Answers 405 with the methods that would have worked. */
export function methodNotAllowed(allow: string): ApiResponse {
  const message = `This method is not allowed here. Allowed: ${allow}.`
  return errorResponse(405, 'METHOD_NOT_ALLOWED', message, { allow })
}
