/**
 * The door `firstaml-client/gql-tada`: types only, for applications that type their documents with
 * gql.tada.
 *
 * @example
 * ```ts
 * export const graphql = initGraphQLTada<{ introspection: introspection; scalars: Scalars }>()
 * ```
 */
import type { DateString, DateTimeString, UrlString } from './results/scalars.js'

export type { introspection } from './generated/gql-tada.js'

/** The type of each scalar, the same as in `firstaml-client/operations`. */
export type Scalars = {
  readonly Date: DateString
  readonly DateTime: DateTimeString
  readonly Decimal: number
  readonly RunVerificationChecks: unknown
  readonly URL: UrlString
}
