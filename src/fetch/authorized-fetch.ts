import {
  type AuthorizedFetchOptions,
  normalizeAuthorizedFetchOptions,
} from './authorized-fetch-options.js'
import { createLateRequests } from './late-requests.js'
import { createTraffic } from './traffic.js'

/**
 * A `fetch` that sends the access token with every request to the API, and on a 401 gets a fresh
 * one and sends the request once more. Use it for file downloads, or give it to any other client.
 *
 * It keeps to `fetch`'s manners: an HTTP error is a response, the caller's signal ends it with the
 * signal's reason, a caller's own `Authorization` header is left alone. What differs: it rejects
 * with a `TokenRefusedError`, `TokenUnavailableError` or `AccessRejectedError` when there is no
 * token to send, redirects never carry the token to another origin, and a body that is a stream
 * (that of a `Request` always is) is not sent twice: its 401 is the answer.
 *
 * @example
 * ```ts
 * const authorizedFetch = createAuthorizedFetch({ tokenSource })
 * const response = await authorizedFetch(contentsUrl)
 * ```
 */
export function createAuthorizedFetch(options: AuthorizedFetchOptions): typeof globalThis.fetch {
  const settings = normalizeAuthorizedFetchOptions(options)
  return createLateRequests(settings, createTraffic(options, settings.runtime, settings.emit)).fetch
}
