import type { Operation } from '@urql/core'
import { readHeaders } from '../fetch/request-parts.js'

/** The media types that a query or a mutation is answered with, as GraphQL over HTTP names them. */
export const accept = 'application/graphql-response+json, application/json'

/** An operation's `fetchOptions`, read once: a function may give something else each time. */
export interface FetchOptions {
  /** With header names in lower case, since urql leaves those of a list as they are. */
  readonly options: RequestInit | undefined
  /** True where nobody has said what to accept, and urql's own list would be too long. */
  readonly acceptsOurs: boolean
}

/** @throws whatever a function of the application's throws. */
export function readFetchOptions({ context, kind }: Operation): FetchOptions {
  const { fetchOptions } = context
  const given = typeof fetchOptions === 'function' ? fetchOptions() : fetchOptions
  const headers = given?.headers && readHeaders(given.headers)
  return {
    options: headers ? { ...given, headers } : given,
    // What urql accepts for a subscription is right.
    acceptsOurs: kind !== 'subscription' && headers?.accept === undefined,
  }
}
