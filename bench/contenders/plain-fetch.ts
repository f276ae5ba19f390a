import type { Contender } from './contender.js'
import { sendPlainOperation } from './plain-operation.js'
import { requestPlainToken } from './token-request.js'

/** A token for every operation: the first thing that works. */
export const plainFetch: Contender = {
  name: 'plain fetch, no cache',
  isOurs: false,
  leewayMs: 0,
  create: (wiring) => ({
    exposed: {},
    run: async (n, signal) => {
      const { value } = await requestPlainToken(wiring, signal)
      return sendPlainOperation(wiring, value, n, signal)
    },
  }),
}
