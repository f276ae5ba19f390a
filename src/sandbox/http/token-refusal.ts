import { jsonResponse } from './json-response.js'
import type { ApiResponse } from './messages.js'

/** What no cache may keep: every answer of the token endpoint (RFC 6749, section 5.1). */
export const uncached = { 'cache-control': 'no-store', pragma: 'no-cache' }

/** Refuses a token request in OAuth's form (RFC 6749, section 5.2). */
export function refuseToken(
  status: number,
  error: string,
  description: string,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  const body = { error, error_description: description }
  return jsonResponse(status, body, { ...uncached, ...headers })
}
