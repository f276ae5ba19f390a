// Puts a fetch-style handler on a loopback socket. A library could do this; here the sandbox keeps
// its hands on the raw response, which it needs to break one on command.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { arrivingPart, isNeverAnswered } from './broken-answer.js'
import { errorResponse } from './json-response.js'
import type { RequestHandler } from './request-handler.js'

/** A server that listens. */
export interface HttpServer {
  /** Without a trailing slash. */
  readonly url: string
  /** Frees the port and ends every connection, idle or not. */
  readonly close: () => Promise<void>
}

// Generous for a query or a scanned document, and a bound on what a mistake can make the sandbox
// hold.
const queryLimitMiB = 8
const uploadLimitMiB = 64

/**
 * Starts to listen.
 *
 * Rejects with an `Error` that names host and port when that is not possible.
 */
export async function startHttpServer(
  host: string,
  port: number,
  handle: RequestHandler,
): Promise<HttpServer> {
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing, handle).catch(() => outgoing.destroy())
  })
  const boundPort = await listen(server, host, port)
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const reason = cause.code === 'EADDRINUSE' ? 'the port is already in use' : cause.message
      const message = `createSandbox: cannot listen on ${host} port ${port}: ${reason}`
      reject(new Error(message, { cause }))
    })
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: RequestHandler,
): Promise<void> {
  const response = await respond(incoming, handle)
  if (isNeverAnswered(response)) {
    outgoing.socket?.resetAndDestroy()
    return
  }
  const part = arrivingPart(response)
  const body = part ?? Buffer.from(await response.arrayBuffer())
  outgoing.statusCode = response.status
  for (const [name, value] of response.headers) outgoing.setHeader(name, value)
  const isBodiless = incoming.method === 'HEAD' || [204, 304].includes(response.status)
  if (part !== undefined) {
    // An orderly end, unlike a reset, lets arrive what was written before it.
    outgoing.write(part, () => outgoing.destroy())
    return
  }
  if (!isBodiless) outgoing.setHeader('content-length', body.byteLength)
  outgoing.end(body)
}

async function respond(incoming: IncomingMessage, handle: RequestHandler): Promise<Response> {
  const limitMiB = incoming.url?.startsWith('/uploads/') ? uploadLimitMiB : queryLimitMiB
  const body = await readBody(incoming, limitMiB * 1024 * 1024)
  if (body === undefined) {
    return errorResponse(413, 'BODY_TOO_LARGE', `The body is larger than ${limitMiB} MiB.`)
  }
  const request = toRequest(incoming, body)
  if (request === undefined) {
    return errorResponse(400, 'BAD_REQUEST', 'The request line cannot be understood.')
  }
  return handle(request)
}

/** Reads to the end even what is too large: who is cut off while sending never sees the answer. */
async function readBody(
  incoming: IncomingMessage,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.byteLength
    if (size <= limitBytes) chunks.push(chunk)
  }
  return size <= limitBytes ? Buffer.concat(chunks) : undefined
}

function toRequest(incoming: IncomingMessage, body: Uint8Array<ArrayBuffer>): Request | undefined {
  const method = incoming.method ?? 'GET'
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const item of Array.isArray(value) ? value : [value ?? '']) headers.append(name, item)
  }
  const path = incoming.url ?? '/'
  try {
    return new Request(path.startsWith('/') ? `http://localhost${path}` : path, {
      method,
      headers,
      body: method === 'GET' || method === 'HEAD' ? null : body,
    })
  } catch {
    // A method that fetch forbids, such as TRACE, or a target that is no URL, such as `*`.
    return undefined
  }
}
