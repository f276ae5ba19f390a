import type { AccessTokens, TokenVerdict } from './access-tokens.js'
import { errorResponse } from './json-response.js'

const complaints: Readonly<Record<Exclude<TokenVerdict, 'valid'>, string>> = {
  expired: 'The access token expired',
  revoked: 'The access token was revoked',
  invalid: 'The access token is not valid',
}

/**
 * Lets a request with a valid bearer token pass, and gives the 401 for any other.
 *
 * The challenge follows RFC 6750: no error attribute when no token was sent, `invalid_token` when
 * the one that was sent is no good. The vendor documents the status alone.
 *
 * @returns `undefined` when the request may go on.
 */
export async function checkBearer(
  request: Request,
  tokens: AccessTokens,
): Promise<Response | undefined> {
  const token = /^bearer +(.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (token === undefined) {
    return unauthorized('No bearer access token was sent', 'Bearer')
  }
  const verdict = await tokens.inspect(token.trim())
  if (verdict === 'valid') return undefined
  const complaint = complaints[verdict]
  return unauthorized(complaint, `Bearer error="invalid_token", error_description="${complaint}"`)
}

function unauthorized(message: string, challenge: string): Response {
  return errorResponse(401, 'AUTH_NOT_AUTHENTICATED', `${message}.`, {
    'www-authenticate': challenge,
  })
}
