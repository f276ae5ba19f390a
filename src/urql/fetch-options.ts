import type { Operation } from '@urql/core'
import { readHeaders } from '../fetch/request-parts.js'

/** The media types that a query or a mutation is answered with, as GraphQL over HTTP names them. */
export const accept = 'application/graphql-response+json, application/json'

/**
 * An operation's `fetchOptions`, with header names in lower case: urql leaves those of a list as
 * they are.
 */
export interface FetchOptions extends Omit<RequestInit, 'headers'> {
  readonly headers?: Record<string, string>
}

/** What most operations have. */
const none: FetchOptions = Object.freeze({})

/**
 * To be read once: a function may give something else each time.
 *
 * @throws whatever a function of the application's throws; TypeError for headers that cannot be
 * sent: of a fetch's own nobody could tell that nothing was.
 */
export function readFetchOptions({ context }: Operation): FetchOptions {
  const { fetchOptions } = context
  const given = typeof fetchOptions === 'function' ? fetchOptions() : fetchOptions
  if (!given) return none
  const { headers: form, ...options } = given
  if (!form) return options
  const headers = readHeaders(form)
  requireSendable(headers)
  return { ...options, headers }
}

function requireSendable(headers: Record<string, string>): void {
  try {
    new Headers(headers)
  } catch {
    // The platform's own error quotes the value.
    throw new TypeError('headers must have names and values as HTTP allows them.')
  }
}
