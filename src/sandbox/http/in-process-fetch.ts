import { connectionReset, readRequest, toFetchResponse } from './fetch-messages.js'
import { type ApiRequest, isNeverAnswered } from './messages.js'
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
const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308]

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
      request.signal.throwIfAborted()
      const asked = await untilAborted(request.signal, readRequest(request))
      const response = await send(asked, request.signal)
      const location = response.headers.get('location')
      if (location === null || !redirectStatuses.includes(response.status)) return response
      if (request.redirect === 'manual') return response
      if (request.redirect === 'error') break
      const target = new URL(location, request.url)
      request = followed(request, asked, response.status, target)
    }
    throw failure('unexpected redirect')
  }

  async function send(asked: ApiRequest, signal: AbortSignal): Promise<Response> {
    if (config.isClosed()) throw failure('The sandbox is closed.')
    const isStorage = asked.url.origin === config.storageUrl()
    const handle = isStorage ? config.handleStorage : config.handle
    const response = await untilAborted(signal, handle(asked))
    if (config.isClosed()) throw failure('The sandbox is closed.')
    if (isNeverAnswered(response)) throw connectionReset()
    return toFetchResponse(response)
  }
}

/**
 * The sandbox's own redirects are for reading. One that a fault was scripted with may meet a POST,
 * which becomes a GET unless the status says that it stays one.
 */
function followed(request: Request, { body }: ApiRequest, status: number, target: URL): Request {
  const { method, signal } = request
  const headers = new Headers(request.headers)
  if (target.origin !== new URL(request.url).origin) headers.delete('authorization')
  if (method === 'POST' && status < 307) {
    for (const name of ['content-type', 'content-length']) headers.delete(name)
    return new Request(target, { method: 'GET', headers, signal })
  }
  const isSent = body.byteLength > 0
  return new Request(target, { method, headers, signal, ...(isSent && { body }) })
}

/** Does not wait for an answer that nobody wants any more: a fault may hold it back for long. */
function untilAborted<Value>(signal: AbortSignal, answer: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

function failure(reason: string): TypeError {
  return new TypeError('fetch failed', { cause: new Error(reason) })
}
