// Puts a fetch-style handler on a loopback socket. A library could do this; here the sandbox keeps
// its hands on the raw response, which it needs to break one on command.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { bodyLimitBytes } from './body-limit.js'
import { errorResponse } from './json-response.js'
import { type ApiResponse, bytesOf, isNeverAnswered, type RequestHeaders } from './messages.js'
import type { RequestHandler } from './request-handler.js'

/**
 * How long a connection may be idle. With the five seconds that Node has by default, a busy machine
 * sends requests on connections that are being ended, and tests fail of it; `close` ends them all.
 */
const keepAliveMs = 600_000

/** A server that listens. */
export interface HttpServer {
  /** Without a trailing slash. */
  readonly url: string
  /** Frees the port and ends every connection, idle or not. */
  readonly close: () => Promise<void>
}

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
  server.keepAliveTimeout = keepAliveMs
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
  const response = await answer(incoming, handle)
  if (isNeverAnswered(response)) {
    resetConnection(outgoing)
    return
  }
  const { arriving, body, status, headers } = response
  outgoing.statusCode = status
  for (const [name, value] of headers) outgoing.setHeader(name, value)
  if (arriving !== undefined) {
    const bytes = bytesOf(response)
    outgoing.setHeader('content-length', bytes.byteLength)
    // An orderly end, unlike a reset, lets arrive what was written before it.
    outgoing.write(bytes.subarray(0, arriving), () => outgoing.destroy())
    return
  }
  // Node knows the length of what comes at once, and which answers have no body.
  outgoing.end(body)
}

/** After the answers before it: to a request that was pipelined the socket comes only then. */
function resetConnection(outgoing: ServerResponse): void {
  if (outgoing.socket) outgoing.socket.resetAndDestroy()
  else outgoing.once('socket', (socket: Socket) => socket.resetAndDestroy())
}

async function answer(incoming: IncomingMessage, handle: RequestHandler): Promise<ApiResponse> {
  const url = parseTarget(incoming.url ?? '')
  const body = await readBody(incoming, bodyLimitBytes(url?.pathname ?? ''))
  const { method = '' } = incoming
  // What fetch cannot send, the vendor's own gateway need not take.
  if (url === undefined || /^(CONNECT|TRACE|TRACK)$/i.test(method)) {
    return errorResponse(400, 'BAD_REQUEST', 'The request line cannot be understood.')
  }
  const headers = readHeaders(incoming)
  const isTooLarge = body === undefined
  return handle({ method, url, headers, body: body ?? new Uint8Array(), isTooLarge })
}

/**
 * Reads to the end even what is too large, of which there is nothing then: who is cut off while
 * sending never sees the answer.
 */
function readBody(
  incoming: IncomingMessage,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let size = 0
    incoming.on('data', (chunk: Uint8Array) => {
      size += chunk.byteLength
      if (size <= limitBytes) chunks.push(chunk)
    })
    incoming.on('end', () => resolve(size <= limitBytes ? Buffer.concat(chunks) : undefined))
    incoming.on('error', reject)
  })
}

function readHeaders({ headers }: IncomingMessage): RequestHeaders {
  const get = (name: string) => {
    const value = headers[name.toLowerCase()]
    return (Array.isArray(value) ? value.join(', ') : value) ?? null
  }
  return { get, has: (name) => get(name) !== null }
}

/** A path, or a whole address as proxies send it; `*` is neither. */
function parseTarget(target: string): URL | undefined {
  const address = target.startsWith('/') ? `http://localhost${target}` : target
  return URL.canParse(address) ? new URL(address) : undefined
}
