import { operationDocument } from '../operation.js'
import type { Contender } from './contender.js'
import { createOurs } from './ours-client.js'

/** Ours as its README begins: `createClient(…).request`, every default on. */
export const oursRequest: Contender = {
  name: 'firstaml-client',
  isOurs: true,
  leewayMs: 30_000,
  create: (wiring) => {
    const client = createOurs(wiring)
    return {
      exposed: client,
      run: (n, signal) => client.request(operationDocument, { n }, signal && { signal }),
    }
  },
}
