import { apollo } from '../contenders/apollo.js'
import type { Contender } from '../contenders/contender.js'
import { graphqlRequest } from '../contenders/graphql-request.js'
import { linear } from '../contenders/linear.js'
import { oursRequest } from '../contenders/ours-request.js'
import { plainFetchCache } from '../contenders/plain-fetch-cache.js'
import { shopify } from '../contenders/shopify.js'
import { urqlAuthRetry } from '../contenders/urql-auth-retry.js'

/** A contender, and what an application that uses it loads. */
export interface Peer {
  readonly contender: Contender
  /** The contender's file, which exports it alone: the smallest application with one query. */
  readonly file: string
  /** What it imports of packages; ours is the package as it is built. */
  readonly packages: readonly string[]
}

/** Ours first: it is what ratios are taken against. */
export const peers: readonly Peer[] = [
  { contender: oursRequest, file: 'ours-request', packages: ['firstaml-client'] },
  {
    contender: urqlAuthRetry,
    file: 'urql-auth-retry',
    packages: ['@urql/core', '@urql/exchange-auth', '@urql/exchange-retry'],
  },
  { contender: graphqlRequest, file: 'graphql-request', packages: ['graphql-request'] },
  { contender: shopify, file: 'shopify', packages: ['@shopify/graphql-client'] },
  { contender: apollo, file: 'apollo', packages: ['@apollo/client'] },
  { contender: linear, file: 'linear', packages: ['@linear/sdk'] },
  { contender: plainFetchCache, file: 'plain-fetch-cache', packages: [] },
]
