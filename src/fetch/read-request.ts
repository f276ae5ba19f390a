import { isReplayable, type RequestParts, readHeaders } from './request-parts.js'

/**
 * Takes `fetch`'s two arguments apart.
 *
 * By shape and not by class, since a `Request` or `Headers` may be of another realm or a polyfill's.
 */
export function readRequest(
  input: string | URL | Request,
  init: RequestInit = {},
): { url: string; parts: RequestParts } {
  if (typeof input === 'string' || !('url' in input)) {
    return { url: String(input), parts: { ...init, headers: readHeaders(init.headers) } }
  }
  const body = init.body ?? input.body
  return {
    url: input.url,
    parts: {
      ...membersOf(input),
      ...init,
      headers: readHeaders(init.headers ?? input.headers),
      signal: init.signal ?? input.signal,
      ...(body && { body }),
      // Node asks for it with a stream; TypeScript's RequestInit does not know it.
      ...(!isReplayable(body) && { duplex: 'half' }),
    },
  }
}

/** What a `Request` says besides address, headers and body; a runtime may lack some of it. */
function membersOf({
  method,
  redirect,
  cache,
  credentials,
  integrity,
  keepalive,
  referrerPolicy,
}: Request): RequestInit {
  return {
    method,
    ...(redirect && { redirect }),
    ...(cache && cache !== 'default' && { cache }),
    ...(credentials && { credentials }),
    ...(integrity && { integrity }),
    ...(keepalive && { keepalive }),
    ...(referrerPolicy && { referrerPolicy }),
  }
}
