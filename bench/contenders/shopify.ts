import { createGraphQLClient } from '@shopify/graphql-client'
import { operationText } from '../operation.js'
import { type Contender, usualLeewayMs } from './contender.js'
import { createHandWrittenCache, sendWithCache } from './hand-written-cache.js'
import { requestPlainToken } from './token-request.js'

/** What its client says of a request that failed; it does not throw. */
class ShopifyError extends Error {
  readonly status: number | undefined
  constructor(message: string | undefined, status: number | undefined) {
    super(message)
    this.status = status
  }
}

/** Shopify's GraphQL client with its three retries, and the same cache. */
export const shopify: Contender = {
  name: 'Shopify client + hand-written cache',
  isOurs: false,
  leewayMs: usualLeewayMs,
  create: (wiring) => {
    const cache = createHandWrittenCache(() => requestPlainToken(wiring))
    const client = createGraphQLClient({
      url: wiring.graphqlUrl,
      headers: { 'content-type': 'application/json' },
      customFetchApi: wiring.fetch,
      retries: 3,
    })
    return {
      exposed: { client, cache },
      run: (n, signal) =>
        sendWithCache(
          cache,
          async (token) => {
            const { data, errors } = await client.request(operationText, {
              variables: { n },
              headers: { authorization: `Bearer ${token}` },
              ...(signal && { signal }),
            })
            if (errors) throw new ShopifyError(errors.message, errors.networkStatusCode)
            return data
          },
          (error) => error instanceof ShopifyError && error.status === 401,
        ),
    }
  },
}
