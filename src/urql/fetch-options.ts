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

/**
 * @throws whatever a function of the application's throws; TypeError for headers that cannot be
 * sent: of a fetch's own nobody could tell that nothing was.
 */
export function readFetchOptions({ context, kind }: Operation): FetchOptions {
  const { fetchOptions } = context
  const given = typeof fetchOptions === 'function' ? fetchOptions() : fetchOptions
  const headers = given?.headers && readHeaders(given.headers)
  if (headers) requireSendable(headers)
  return {
    options: headers ? { ...given, headers } : given,
    // What urql accepts for a subscription is right.
    acceptsOurs: kind !== 'subscription' && headers?.accept === undefined,
  }
}

function requireSendable(headers: Record<string, string>): void {
  try {
    new Headers(headers)
  } catch {
    // The platform's own error quotes the value.
    throw new TypeError('headers must have names and values as HTTP allows them.')
  }
}
