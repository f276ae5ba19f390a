import { ApolloClient, HttpLink, InMemoryCache, ServerError } from '@apollo/client'
import { operationDocument } from '../operation.js'
import { type Contender, usualLeewayMs } from './contender.js'
import { createHandWrittenCache, sendWithCache } from './hand-written-cache.js'
import { requestPlainToken } from './token-request.js'

/** Apollo Client with its HTTP link, asked to go to the network each time, and the same cache. */
export const apollo: Contender = {
  name: 'Apollo Client + hand-written cache',
  isOurs: false,
  leewayMs: usualLeewayMs,
  create: (wiring) => {
    const cache = createHandWrittenCache(() => requestPlainToken(wiring))
    const client = new ApolloClient({
      link: new HttpLink({ uri: wiring.graphqlUrl, fetch: wiring.fetch }),
      cache: new InMemoryCache(),
    })
    return {
      exposed: { client, cache },
      run: (n, signal) =>
        sendWithCache(
          cache,
          async (token) => {
            const { data } = await client.query({
              query: operationDocument,
              variables: { n },
              fetchPolicy: 'no-cache',
              context: {
                headers: { authorization: `Bearer ${token}` },
                ...(signal && { fetchOptions: { signal } }),
              },
            })
            return data
          },
          (error) => ServerError.is(error) && error.statusCode === 401,
        ),
    }
  },
}
