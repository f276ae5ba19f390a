import { fetchExchange } from '@urql/core'
import type { Contender } from './contender.js'
import { createUrqlClient, runOnUrql } from './urql-run.js'

/** urql core without any authorization: what the others' CPU time is measured against. */
export const bareUrql: Contender = {
  name: 'bare urql core',
  isOurs: false,
  leewayMs: 0,
  create: (wiring) => {
    const client = createUrqlClient(wiring, [fetchExchange])
    return { exposed: client, run: runOnUrql(client) }
  },
}
