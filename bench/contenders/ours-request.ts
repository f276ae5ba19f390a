import { createClient } from '../../src/index.js'
import { operationDocument } from '../operation.js'
import type { Contender } from './contender.js'

/** Ours as its README begins: `createClient(…).request`, every default on. */
export const oursRequest: Contender = {
  name: 'firstaml-client',
  isOurs: true,
  leewayMs: 30_000,
  create: ({ tokenUrl, graphqlUrl, clientId, clientSecret, audience, fetch }) => {
    const client = createClient({
      tokenUrl,
      graphqlUrl,
      clientId,
      clientSecret,
      audience,
      fetch,
    })
    return {
      exposed: client,
      run: (n, signal) => client.request(operationDocument, { n }, signal && { signal }),
    }
  },
}
