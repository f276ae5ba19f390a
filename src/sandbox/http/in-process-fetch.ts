import { connectionReset, readRequest, toFetchResponse } from './fetch-messages.js'
import { type ApiResponse, isNeverAnswered } from './messages.js'
import type { RequestHandler } from './request-handler.js'

/** What `createInProcessFetch` needs. */
export interface InProcessFetchConfig {
  /** Answers requests to this origin, and `handle` all others. */
  readonly storageUrl: () => string
  readonly handleStorage: RequestHandler
  readonly handle: RequestHandler
  readonly isClosed: () => boolean
}

const maxRedirects = 20

/**
 * Makes a `fetch` that reaches the sandbox without a socket, and nothing else.
 *
 * Redirects are followed as fetch follows them, without the token to another origin, unless the
 * request says otherwise.
 */
export function createInProcessFetch(config: InProcessFetchConfig): typeof globalThis.fetch {
  return async (input, init) => {
    let request = new Request(input, init)
    for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
      const response = await send(request)
      const location = response.headers.get('location')
      if (location === null || response.status < 300 || response.status > 399) return response
      if (request.redirect === 'manual') return response
      if (request.redirect === 'error') break
      request = followed(request, new URL(location, request.url))
    }
    throw failure('unexpected redirect')
  }

  async function send(request: Request): Promise<Response> {
    request.signal.throwIfAborted()
    if (config.isClosed()) throw failure('The sandbox is closed.')
    const isStorage = new URL(request.url).origin === config.storageUrl()
    const handle = isStorage ? config.handleStorage : config.handle
    const response = await untilAborted(request.signal, readRequest(request).then(handle))
    if (config.isClosed()) throw failure('The sandbox is closed.')
    if (isNeverAnswered(response)) throw connectionReset()
    return toFetchResponse(response)
  }
}

/** All redirects of the sandbox are for reading. */
function followed(request: Request, target: URL): Request {
  const headers = new Headers(request.headers)
  if (target.origin !== new URL(request.url).origin) headers.delete('authorization')
  const { method, signal } = request
  return new Request(target, { method, headers, signal })
}

/** Does not wait for an answer that nobody wants any more: a fault may hold it back for long. */
function untilAborted(signal: AbortSignal, answer: Promise<ApiResponse>): Promise<ApiResponse> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

function failure(reason: string): TypeError {
  return new TypeError('fetch failed', { cause: new Error(reason) })
}
