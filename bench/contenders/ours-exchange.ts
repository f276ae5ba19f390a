import { fetchExchange } from '@urql/core'
import { authExchange, createTokenSource } from '../../src/index.js'
import type { Contender } from './contender.js'
import { createUrqlClient, runOnUrql } from './urql-run.js'

/** Our exchange alone, in a urql client that the application makes itself. */
export const oursExchange: Contender = {
  name: 'firstaml-client, authExchange',
  isOurs: true,
  cpuLimit: 1.15,
  leewayMs: 30_000,
  create: (wiring) => {
    const { tokenUrl, clientId, clientSecret, audience, fetch, runtime } = wiring
    const tokenSource = createTokenSource({
      tokenUrl,
      clientId,
      clientSecret,
      audience,
      fetch,
      ...(runtime && { runtime }),
    })
    const client = createUrqlClient(wiring, [
      authExchange({ tokenSource, fetch, ...(runtime && { runtime }) }),
      fetchExchange,
    ])
    return { exposed: { client, tokenSource }, run: runOnUrql(client) }
  },
}
