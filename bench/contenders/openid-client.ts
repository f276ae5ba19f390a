import { Configuration, clientCredentialsGrant, customFetch } from 'openid-client'
import { type Contender, usualLeewayMs } from './contender.js'
import { createHandWrittenCache, sendWithCache } from './hand-written-cache.js'
import { isUnauthorized, sendPlainOperation } from './plain-operation.js'

/** openid-client asks for tokens and keeps none: the hand-written cache again, and plain fetch. */
export const openidClient: Contender = {
  name: 'openid-client + hand-written cache',
  isOurs: false,
  leewayMs: usualLeewayMs,
  create: (wiring) => {
    const config = new Configuration(
      { issuer: `https://${wiring.domain}/`, token_endpoint: wiring.tokenUrl },
      wiring.clientId,
      wiring.clientSecret,
    )
    config[customFetch] = (url, { body, ...options }) =>
      wiring.fetch(url, { ...options, ...(body && { body }) } as RequestInit)
    const cache = createHandWrittenCache(async () => {
      const tokens = await clientCredentialsGrant(config, { audience: wiring.audience })
      return {
        value: tokens.access_token,
        expiresAt: Date.now() + (tokens.expiresIn() ?? 3600) * 1000,
      }
    })
    return {
      exposed: { config, cache },
      run: (n, signal) =>
        sendWithCache(
          cache,
          (token) => sendPlainOperation(wiring, token, n, signal),
          isUnauthorized,
        ),
    }
  },
}
