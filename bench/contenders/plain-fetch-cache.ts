import { type Contender, usualLeewayMs } from './contender.js'
import { createHandWrittenCache, sendWithCache } from './hand-written-cache.js'
import { isUnauthorized, sendPlainOperation } from './plain-operation.js'
import { requestPlainToken } from './token-request.js'

/** Plain fetch with the hand-written cache. */
export const plainFetchCache: Contender = {
  name: 'plain fetch + hand-written cache',
  isOurs: false,
  leewayMs: usualLeewayMs,
  create: (wiring) => {
    const cache = createHandWrittenCache(() => requestPlainToken(wiring))
    return {
      exposed: { cache },
      run: (n, signal) =>
        sendWithCache(
          cache,
          (token) => sendPlainOperation(wiring, token, n, signal),
          isUnauthorized,
        ),
    }
  },
}
