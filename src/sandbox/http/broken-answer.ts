// How an answer that breaks is written down. One that never begins is `Response.error()`, which is
// what the fetch standard calls a network error. One that breaks off has a body that fails in the
// middle; in process that is all there is to it, and the server asks here how far it gets.

const parts = new WeakMap<Response, Uint8Array>()

/** The answer whose first so many bytes arrive, and then the connection ends. */
export function breakOff(response: Response, body: Uint8Array, bytes: number): Response {
  const part = body.slice(0, bytes)
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      if (part.byteLength > 0) controller.enqueue(part)
    },
    pull(controller) {
      controller.error(new TypeError('terminated', { cause: otherSideClosed() }))
    },
  })
  const broken = new Response(stream, response)
  broken.headers.set('content-length', String(body.byteLength))
  parts.set(broken, part)
  return broken
}

/** What arrives of an answer that breaks off; `undefined` for one that does not. */
export function arrivingPart(response: Response): Uint8Array | undefined {
  return parts.get(response)
}

/** Whether the connection breaks before the answer. */
export function isNeverAnswered(response: Response): boolean {
  return response.type === 'error'
}

/** What Node's fetch rejects with when the other side resets the connection. */
export function connectionReset(): TypeError {
  const cause = Object.assign(new Error('read ECONNRESET'), {
    code: 'ECONNRESET',
    syscall: 'read',
  })
  return new TypeError('fetch failed', { cause })
}

function otherSideClosed(): Error {
  return Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' })
}
