/**
 * Redirects, followed by hand (as the Fetch standard, section 4.4, follows them) for one reason:
 * the token must not go along to another origin, whatever `fetch` the application brought.
 *
 * A `fetch` that follows redirects although told not to cannot be held back, and whether it took
 * the token along cannot be seen. Where it ended up on another origin, its answer is refused.
 */
import { releaseBody } from '../base/bounded-body.js'
import { UnexpectedResponseError } from '../base/errors.js'
import { type Lifetime, releaseIfEnded, throwIfEnded } from './lifetime.js'
import { isReplayable } from './request-parts.js'

export interface FollowedResponse {
  readonly response: Response
  /** False when the answer came from an origin that the request's credentials were not sent to. */
  readonly sawCredentials: boolean
}

interface Hop {
  readonly url: string
  readonly init: RequestInit
  readonly sawCredentials: boolean
}

const mostRedirects = 20

/**
 * Follows redirects from the answer to a first request, unless the request says otherwise. It
 * refuses an answer that came by a redirect which was not to be followed.
 *
 * @param redirect - what the caller said of redirects.
 */
export async function followRedirects(
  fetch: typeof globalThis.fetch,
  lifetime: Lifetime,
  url: string,
  init: RequestInit,
  first: Response,
  redirect: RequestRedirect | undefined,
): Promise<FollowedResponse> {
  let hop: Hop = { url, init, sawCredentials: true }
  let response = first
  for (let hops = 0; ; hops++) {
    refuseStray(response, hop)
    const { status } = response
    const location = isRedirect(status) ? response.headers.get('location') : null
    if (location === null || (redirect ?? 'follow') !== 'follow') {
      return { response, sawCredentials: hop.sawCredentials }
    }
    releaseBody(response)
    if (hops === mostRedirects) {
      throw new UnexpectedResponseError(
        `The API redirected more than ${mostRedirects} times. Check graphqlUrl (FIRSTAML_GRAPHQL_URL).`,
        { status },
      )
    }
    hop = nextHop(hop, location, status)
    throwIfEnded(init.signal, lifetime)
    response = await fetch(hop.url, hop.init)
    releaseIfEnded(response, init.signal, lifetime)
  }
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308
}

function refuseStray(response: Response, { url, init }: Hop): void {
  const { status, type, redirected } = response
  if (type === 'opaqueredirect') {
    throw new UnexpectedResponseError(
      'The API answered with a redirect that this runtime hides from its programs.',
      { status },
    )
  }
  if (!redirected || !hasCredentials(init) || isSameOrigin(response.url, url)) return
  releaseBody(response)
  throw new UnexpectedResponseError(
    "The fetch in use followed the API's redirect to another origin although told not to, and may have taken the token along. Use one that heeds redirect: 'manual'.",
    { status },
  )
}

function isSameOrigin(one: string, other: string): boolean {
  try {
    return new URL(one).origin === new URL(other).origin
  } catch {
    return false
  }
}

function nextHop({ url, init, sawCredentials }: Hop, location: string, status: number): Hop {
  const target = readTarget(url, location, status)
  const next = redirectedInit(init, status)
  return target.origin === new URL(url).origin
    ? { url: target.href, init: next, sawCredentials }
    : { url: target.href, init: withoutCredentials(next), sawCredentials: false }
}

function readTarget(from: string, location: string, status: number): URL {
  let target: URL | undefined
  try {
    target = new URL(location, from)
  } catch {}
  const secure = target?.protocol === 'https:' || new URL(from).protocol === target?.protocol
  if (target && /^https?:$/.test(target.protocol) && secure) return target
  throw new UnexpectedResponseError(
    'The API redirected to an address that is no URL or is not encrypted; it was not followed.',
    { status },
  )
}

function redirectedInit(init: RequestInit, status: number): RequestInit {
  const method = init.method?.toUpperCase() ?? 'GET'
  const becomesGet =
    status === 303 ? method !== 'GET' && method !== 'HEAD' : status < 303 && method === 'POST'
  if (becomesGet) {
    const { body: _, ...rest } = init
    return { ...rest, method: 'GET', headers: omit(init.headers, /^content-/) }
  }
  if (isReplayable(init.body)) return init
  throw new UnexpectedResponseError(
    'The API redirected a request whose body is a stream, which cannot be sent twice.',
    { status },
  )
}

const credentials = /^(?:proxy-authorization|authorization|cookie)$/

function hasCredentials({ headers }: RequestInit): boolean {
  return Object.keys(headers ?? {}).some((name) => credentials.test(name))
}

function withoutCredentials(init: RequestInit): RequestInit {
  return { ...init, headers: omit(init.headers, credentials) }
}

function omit(headers: HeadersInit | undefined, names: RegExp): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).filter(([name]) => !names.test(name)))
}
