import { TokenProvider } from 'auth0'
import type { Contender } from './contender.js'
import { sendPlainOperation } from './plain-operation.js'

/**
 * auth0's token provider, the cache inside its management client, with plain fetch.
 *
 * It has no way to be told that a token was refused, so a 401 stays an error until the token is
 * due by the clock; that is how its own client behaves too.
 */
export const auth0: Contender = {
  name: 'auth0 TokenProvider + plain fetch',
  isOurs: false,
  leewayMs: 10_000,
  create: (wiring) => {
    const provider = new TokenProvider({
      domain: wiring.domain,
      clientId: wiring.clientId,
      clientSecret: wiring.clientSecret,
      audience: wiring.audience,
      fetch: wiring.fetch,
    })
    return {
      exposed: { provider },
      run: async (n, signal) =>
        sendPlainOperation(wiring, await provider.getAccessToken(), n, signal),
    }
  },
}
