import { ClientError, GraphQLClient } from 'graphql-request'
import { operationText } from '../operation.js'
import { type Contender, usualLeewayMs } from './contender.js'
import { createHandWrittenCache, sendWithCache } from './hand-written-cache.js'
import { requestPlainToken } from './token-request.js'

/** graphql-request, which leaves tokens to the application, with the hand-written cache. */
export const graphqlRequest: Contender = {
  name: 'graphql-request + hand-written cache',
  isOurs: false,
  leewayMs: usualLeewayMs,
  create: (wiring) => {
    const cache = createHandWrittenCache(() => requestPlainToken(wiring))
    const client = new GraphQLClient(wiring.graphqlUrl, { fetch: wiring.fetch })
    return {
      exposed: { client, cache },
      run: (n, signal) =>
        sendWithCache(
          cache,
          (token) =>
            client.request({
              document: operationText,
              variables: { n },
              requestHeaders: { authorization: `Bearer ${token}` },
              ...(signal && { signal }),
            }),
          (error) => error instanceof ClientError && error.response.status === 401,
        ),
    }
  },
}
