import { auth0 } from './auth0.js'
import { bareUrql } from './bare-urql.js'
import type { Contender } from './contender.js'
import { graphqlRequest } from './graphql-request.js'
import { openidClient } from './openid-client.js'
import { oursClient, oursLean } from './ours-client.js'
import { oursExchange } from './ours-exchange.js'
import { plainFetch } from './plain-fetch.js'
import { plainFetchCache } from './plain-fetch-cache.js'
import { urqlAuth } from './urql-auth.js'
import { urqlAuthRetry } from './urql-auth-retry.js'

/** Everybody who authorizes, in the order of the tables. */
export const contenders: readonly Contender[] = [
  oursClient,
  oursExchange,
  urqlAuth,
  urqlAuthRetry,
  auth0,
  openidClient,
  graphqlRequest,
  plainFetchCache,
  plainFetch,
]

/** With whom CPU time is compared, the yardstick first. */
export const cpuContenders: readonly Contender[] = [
  bareUrql,
  oursLean,
  // A token for each operation is another job, not a slower way of doing this one.
  ...contenders.filter((contender) => contender !== plainFetch),
]
