// Between fetch's kinds of requests and answers and the sandbox's.
import { bodyLimitBytes } from './body-limit.js'
import { type ApiRequest, type ApiResponse, bytesOf } from './messages.js'

/** Reads a request of fetch; its body is used up. Rejects when the body breaks off. */
export async function readRequest(request: Request): Promise<ApiRequest> {
  const { method, headers } = request
  const url = new URL(request.url)
  const given =
    request.body === null ? new Uint8Array() : new Uint8Array(await request.arrayBuffer())
  const isTooLarge = given.byteLength > bodyLimitBytes(url.pathname)
  return { method, url, headers, body: isTooLarge ? new Uint8Array() : given, isTooLarge }
}

/** The answer as fetch gives it. A body that breaks off fails in the middle. */
export function toFetchResponse(response: ApiResponse): Response {
  const { status, arriving, body } = response
  const headers = new Headers([...response.headers])
  if (arriving === undefined) return new Response(body, { status, headers })
  const bytes = bytesOf(response)
  headers.set('content-length', String(bytes.byteLength))
  return new Response(breakingOff(bytes.slice(0, arriving)), { status, headers })
}

/** What Node's fetch rejects with when the other side resets the connection. */
export function connectionReset(): TypeError {
  const cause = Object.assign(new Error('read ECONNRESET'), {
    code: 'ECONNRESET',
    syscall: 'read',
  })
  return new TypeError('fetch failed', { cause })
}

function breakingOff(part: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (part.byteLength > 0) controller.enqueue(part)
    },
    pull(controller) {
      const cause = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' })
      controller.error(new TypeError('terminated', { cause }))
    },
  })
}
