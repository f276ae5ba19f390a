import { fetchExchange } from '@urql/core'
import { retryExchange } from '@urql/exchange-retry'
import { type Contender, usualLeewayMs } from './contender.js'
import { stockAuthExchange } from './stock-auth.js'
import { createUrqlClient, runOnUrql } from './urql-run.js'

/** Both stock exchanges with their defaults, retry first, as their documentation orders them. */
export const urqlAuthRetry: Contender = {
  name: 'urql + exchange-auth + exchange-retry',
  isOurs: false,
  leewayMs: usualLeewayMs,
  create: (wiring) => {
    const client = createUrqlClient(wiring, [
      retryExchange(),
      stockAuthExchange(wiring),
      fetchExchange,
    ])
    return { exposed: client, run: runOnUrql(client) }
  },
}
