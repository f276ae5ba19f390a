import type { Exchange } from '@urql/core'
import { authExchange } from '@urql/exchange-auth'
import { usualLeewayMs, type Wiring } from './contender.js'
import { type PlainToken, requestPlainToken } from './token-request.js'

/**
 * urql's own auth exchange, set up for client credentials the way its documentation sets it up for
 * a login: due by the clock, refused by status 401, refreshed by one token request.
 */
export function stockAuthExchange(wiring: Wiring): Exchange {
  return authExchange(async ({ appendHeaders }) => {
    let token: PlainToken | undefined
    return {
      addAuthToOperation: (operation) =>
        token ? appendHeaders(operation, { Authorization: `Bearer ${token.value}` }) : operation,
      willAuthError: () => !token || Date.now() >= token.expiresAt - usualLeewayMs,
      didAuthError: (error) => error.response?.status === 401,
      refreshAuth: async () => {
        token = await requestPlainToken(wiring)
      },
    }
  })
}
