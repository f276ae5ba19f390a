import { isLoopback } from '../base/urls.js'

/** Decides which addresses may see the token. */
export type ApiOrigins = (url: string) => boolean

/**
 * Tokens go to the API's own origins and nowhere else.
 *
 * @param own - origins that belong to the API: those of the token URL, of the GraphQL URL, and what
 * the application adds. Where one of them is on loopback, all of loopback is: a sandbox's ports
 * differ, and nothing leaves the machine.
 */
export function createApiOrigins(own: Iterable<string | URL>): ApiOrigins {
  const origins = new Set<string>()
  let loopback = false
  for (const entry of own) {
    const url = new URL(entry)
    origins.add(url.origin)
    loopback ||= isLoopback(url)
  }
  // The same few URLs are asked about over and over, and parsing one costs more than the rest.
  const known = new Map<string, boolean>()
  return (url) => {
    const answer = known.get(url)
    if (answer !== undefined) return answer
    const target = new URL(url)
    const allowed = origins.has(target.origin) || (loopback && isLoopback(target))
    if (known.size < 100) known.set(url, allowed)
    return allowed
  }
}
