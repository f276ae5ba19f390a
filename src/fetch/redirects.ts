/**
 * Redirects, followed by hand (as the Fetch standard, section 4.4, follows them) for one reason:
 * the token must not go along to another origin, whatever `fetch` the application brought.
 */
import { releaseBody } from '../base/bounded-body.js'
import { UnexpectedResponseError } from '../base/errors.js'
import { isReplayable, type RequestParts } from './request-parts.js'

export interface FollowedResponse {
  readonly response: Response
  /** False when the answer came from an origin that the token was not sent to. */
  readonly sawToken: boolean
}

const mostRedirects = 20

/** Sends a request and follows its redirects, unless its `redirect` says otherwise. */
export async function sendFollowing(
  fetch: typeof globalThis.fetch,
  url: string,
  parts: RequestParts,
): Promise<FollowedResponse> {
  if (parts.redirect !== undefined && parts.redirect !== 'follow') {
    return { response: await fetch(url, parts), sawToken: true }
  }
  let target = url
  let request: RequestParts = { ...parts, redirect: 'manual' }
  let sawToken = true
  for (let hops = 0; ; hops++) {
    const response = await fetch(target, request)
    if (response.type === 'opaqueredirect') {
      throw new UnexpectedResponseError(
        'The API answered with a redirect that this runtime hides from its programs.',
        { status: response.status },
      )
    }
    const location = isRedirect(response.status) ? response.headers.get('location') : null
    if (location === null) return { response, sawToken }
    releaseBody(response)
    const next = nextTarget(target, location, response.status)
    if (hops === mostRedirects) {
      throw new UnexpectedResponseError(
        `The API redirected more than ${mostRedirects} times. Check graphqlUrl (FIRSTAML_GRAPHQL_URL).`,
        { status: response.status },
      )
    }
    request = redirectedRequest(request, response.status)
    if (next.origin !== new URL(target).origin) {
      const { authorization: _, cookie: __, ...headers } = request.headers
      request = { ...request, headers }
      sawToken = false
    }
    target = next.href
  }
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308
}

function nextTarget(from: string, location: string, status: number): URL {
  let next: URL | undefined
  try {
    next = new URL(location, from)
  } catch {}
  const secure = next?.protocol === 'https:' || new URL(from).protocol === next?.protocol
  if (next && /^https?:$/.test(next.protocol) && secure) return next
  throw new UnexpectedResponseError(
    'The API redirected to an address that is no URL or is not encrypted; it was not followed.',
    { status },
  )
}

function redirectedRequest(request: RequestParts, status: number): RequestParts {
  const method = request.method?.toUpperCase() ?? 'GET'
  const becomesGet =
    status === 303 ? method !== 'GET' && method !== 'HEAD' : status < 303 && method === 'POST'
  if (becomesGet) {
    const { body: _, ...rest } = request
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => !name.startsWith('content-')),
    )
    return { ...rest, method: 'GET', headers }
  }
  if (!isReplayable(request.body)) {
    throw new UnexpectedResponseError(
      'The API redirected a request whose body is a stream, which cannot be sent twice.',
      { status },
    )
  }
  return request
}
