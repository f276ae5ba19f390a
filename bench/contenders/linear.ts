import { LinearClient } from '@linear/sdk'
import { operationText } from '../operation.js'
import { type Contender, usualLeewayMs } from './contender.js'
import { createHandWrittenCache, sendWithCache } from './hand-written-cache.js'
import { requestPlainToken } from './token-request.js'

/**
 * Linear's SDK, its GraphQL client pointed at this vendor. It takes a token and keeps none, so it
 * gets the hand-written cache; it takes neither a `fetch` nor a signal for one request.
 */
export const linear: Contender = {
  name: 'Linear SDK + hand-written cache',
  isOurs: false,
  leewayMs: usualLeewayMs,
  create: (wiring) => {
    const cache = createHandWrittenCache(() => requestPlainToken(wiring))
    const sdk = new LinearClient({
      apiUrl: wiring.graphqlUrl,
      accessToken: 'every request brings its own',
    })
    return {
      exposed: { sdk, cache },
      run: (n) =>
        sendWithCache(
          cache,
          async (token) => {
            const headers = { Authorization: `Bearer ${token}` }
            return (await sdk.client.rawRequest(operationText, { n }, headers)).data
          },
          (error) => typeof error === 'object' && error !== null && statusOf(error) === 401,
        ),
    }
  },
}

function statusOf(error: object): unknown {
  return 'status' in error ? error.status : undefined
}
