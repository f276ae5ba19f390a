import type { ApiClient } from '../world/api-clients.js'
import type { AccessTokens } from './access-tokens.js'
import { errorResponse } from './json-response.js'
import type { ApiRequest, ApiResponse } from './messages.js'

const complaints = {
  expired: 'The access token expired',
  revoked: 'The access token was revoked',
  invalid: 'The access token is not valid',
}

/** Who asks, or the answer that turns them away. */
export type Admission = { readonly client: ApiClient } | { readonly refusal: ApiResponse }

/** Finds out who asks. */
export type BearerGuard = (request: Pick<ApiRequest, 'headers'>) => Promise<Admission>

/**
 * Makes the guard that lets requests with a valid bearer token pass, and gives any other its 401.
 *
 * The challenge follows RFC 6750: no error attribute when no token was sent, `invalid_token` when
 * the one that was sent is no good. The vendor documents the status alone.
 */
export function createBearerGuard(
  tokens: AccessTokens,
  clients: ReadonlyMap<string, ApiClient>,
): BearerGuard {
  return async (request) => {
    const token = /^bearer +(.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
    if (token === undefined) {
      return { refusal: unauthorized('No bearer access token was sent', 'Bearer') }
    }
    const verdict = await tokens.inspect(token.trim())
    const client = verdict.status === 'valid' ? clients.get(verdict.clientId) : undefined
    if (client !== undefined) return { client }
    const complaint = complaints[verdict.status === 'valid' ? 'invalid' : verdict.status]
    const challenge = `Bearer error="invalid_token", error_description="${complaint}"`
    return { refusal: unauthorized(complaint, challenge) }
  }
}

function unauthorized(message: string, challenge: string): ApiResponse {
  return errorResponse(401, 'AUTH_NOT_AUTHENTICATED', `${message}.`, {
    'www-authenticate': challenge,
  })
}
