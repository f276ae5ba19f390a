import { isLoopback } from '../base/urls.js'

/** Decides which addresses may see the token. @throws TypeError for what is no absolute URL. */
export type ApiOrigins = (url: string) => boolean

/**
 * Tokens go to the API's own origins and nowhere else.
 *
 * @param own - URLs of the API: where operations go, and what the application adds.
 * @param tokenUrl - the token endpoint's address; its origin is the API's too. It alone says less
 * than the API's own address: where `own` is empty and it is on loopback, so is the API, but maybe
 * on another port, and all of loopback counts.
 */
export function createApiOrigins(own: readonly URL[], tokenUrl: URL | undefined): ApiOrigins {
  const origins = new Set(own.map(({ origin }) => origin))
  if (tokenUrl) origins.add(tokenUrl.origin)
  const anyLoopback = own.length === 0 && tokenUrl !== undefined && isLoopback(tokenUrl)
  // Operations all go to one address, and parsing it costs more than the rest of a send.
  let lastUrl: string | undefined
  let lastAnswer = false
  return (url) => {
    if (url !== lastUrl) {
      requireAbsoluteUrl(url)
      const target = new URL(url)
      lastAnswer = origins.has(target.origin) || (anyLoopback && isLoopback(target))
      lastUrl = url
    }
    return lastAnswer
  }
}

/** @throws TypeError for a relative URL, whose origin nobody knows. */
export function requireAbsoluteUrl(url: string): void {
  if (/^https?:\/\//i.test(url)) return
  throw new TypeError(
    "Requests to the API need an absolute URL, such as 'https://public-api-sandbox.firstaml.com/graphql/': its origin decides whether the token may go along.",
  )
}
