import { fetchExchange } from '@urql/core'
import { type Contender, usualLeewayMs } from './contender.js'
import { stockAuthExchange } from './stock-auth.js'
import { createUrqlClient, runOnUrql } from './urql-run.js'

export const urqlAuth: Contender = {
  name: 'urql + exchange-auth',
  isOurs: false,
  leewayMs: usualLeewayMs,
  create: (wiring) => {
    const client = createUrqlClient(wiring, [stockAuthExchange(wiring), fetchExchange])
    return { exposed: client, run: runOnUrql(client) }
  },
}
