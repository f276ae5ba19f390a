import type { introspection, Scalars } from 'firstaml-client/gql-tada'
import { initGraphQLTada } from 'gql.tada'

export const graphql = initGraphQLTada<{ introspection: introspection; scalars: Scalars }>()
