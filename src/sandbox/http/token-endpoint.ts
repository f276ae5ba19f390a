// `POST /oauth/token`. The vendor documents the request and the 200; its client ids are those of
// an Auth0 machine-to-machine client, so everything else follows an Auth0 tenant.
//
// | request                                   | answer                                  | source   |
// |-------------------------------------------|-----------------------------------------|----------|
// | four members, as JSON, all right          | 200 access_token, expires_in, token_type| vendor   |
// | the same as a form                        | 200                                     | RFC 6749 |
// | unknown client id, wrong or no secret     | 401 access_denied, "Unauthorized"       | Auth0    |
// | unknown audience                          | 403 access_denied, names the audience   | Auth0    |
// | no audience                               | 403 access_denied                       | Auth0    |
// | the client's quota is used up             | 429 too_many_requests, quota header     | Auth0    |
// | another grant type                        | 403 unsupported_grant_type              | guess    |
// | no grant type, no client id               | 400 invalid_request                     | RFC 6749 |
// | body that is no JSON object, wrong types  | 400 invalid_request                     | RFC 6749 |
// | another content type                      | 415 invalid_request                     | guess    |
// | more than 64 KiB                          | 413 invalid_request                     | guess    |
// | another method                            | 405 invalid_request, with Allow         | guess    |
//
// A strict RFC 6749 server would say `invalid_client` where Auth0 says `access_denied`, and 400
// for a grant type it does not support. No answer carries a scope or a refresh token.

import type { TokenQuota } from '../limits/token-quota.js'
import type { ApiClient } from '../world/api-clients.js'
import type { AccessTokens } from './access-tokens.js'
import { jsonResponse } from './json-response.js'
import type { ApiRequest, ApiResponse } from './messages.js'
import { refuseToken, uncached } from './token-refusal.js'
import { isUnreadable, parseTokenRequest } from './token-request.js'

/** What `createTokenEndpoint` needs. */
export interface TokenEndpointConfig {
  readonly audience: string
  /** By client id. */
  readonly clients: ReadonlyMap<string, ApiClient>
  readonly tokens: AccessTokens
  readonly quota: TokenQuota
}

/** Makes the handler of the token endpoint. */
export function createTokenEndpoint(
  config: TokenEndpointConfig,
): (request: ApiRequest) => Promise<ApiResponse> {
  const { audience, clients, quota, tokens } = config
  return async (request) => {
    if (request.method !== 'POST') {
      const allow = 'POST, OPTIONS'
      return refuseToken(405, 'invalid_request', `Allowed: ${allow}.`, { allow })
    }
    const asked = parseTokenRequest(request.headers.get('content-type'), request.body)
    if (isUnreadable(asked)) return refuseToken(asked.status, 'invalid_request', asked.complaint)
    if (asked.grantType === undefined) return refuseMissing('grant_type')
    if (asked.grantType !== 'client_credentials') {
      const complaint = `Unsupported grant type: ${asked.grantType}`
      return refuseToken(403, 'unsupported_grant_type', complaint)
    }
    if (asked.clientId === undefined) return refuseMissing('client_id')
    const client = clients.get(asked.clientId)
    if (client === undefined || asked.clientSecret !== client.clientSecret) {
      return refuseToken(401, 'access_denied', 'Unauthorized')
    }
    if (asked.audience === undefined) {
      const complaint =
        'No audience parameter was provided, and no default audience has been configured'
      return refuseToken(403, 'access_denied', complaint)
    }
    if (asked.audience !== audience) {
      return refuseToken(
        403,
        'access_denied',
        `Service not enabled within domain: ${asked.audience}`,
      )
    }
    const { isExceeded, headers } = quota.take(asked.clientId)
    if (isExceeded) {
      return refuseToken(
        429,
        'too_many_requests',
        'The token quota of this client is used up',
        headers,
      )
    }
    const accessToken = await tokens.issue(asked.clientId)
    const { lifetimeSeconds } = tokens
    const body = { access_token: accessToken, expires_in: lifetimeSeconds, token_type: 'Bearer' }
    return jsonResponse(200, body, { ...uncached, ...headers })
  }
}

function refuseMissing(name: string): ApiResponse {
  return refuseToken(400, 'invalid_request', `Missing required parameter: ${name}`)
}
