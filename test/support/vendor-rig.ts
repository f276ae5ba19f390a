// First AML's two endpoints on real sockets of loopback, counting and scriptable. The sandbox plays
// the vendor faithfully; this rig plays it as badly as a test wants.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface RigRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** The bearer token that came along, if any. */
  readonly token: string | undefined
}

export type RigHandler = (
  request: RigRequest,
  response: ServerResponse,
  index: number,
) => void | Promise<void>

export interface VendorRig {
  readonly url: string
  readonly tokenUrl: string
  readonly graphqlUrl: string
  /** Token requests so far: T. */
  readonly tokenRequests: readonly RigRequest[]
  /** GraphQL requests so far: G. */
  readonly graphqlRequests: readonly RigRequest[]
  /** Until that many GraphQL requests have come in all. */
  readonly graphqlReached: (count: number) => Promise<void>
  /** Requests to any other path. */
  readonly otherRequests: readonly RigRequest[]
  /** Tokens that the GraphQL endpoint accepts; every token issued by default joins it. */
  readonly valid: Set<string>
  /** Takes the place of the default answers until set again; undefined restores them. */
  onToken: RigHandler | undefined
  onGraphql: RigHandler | undefined
  onOther: RigHandler | undefined
  /** Milliseconds that the default token answer takes. */
  tokenDelayMs: number
  readonly close: () => Promise<void>
}

/** Writes a JSON answer. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

/** The vendor's answer to a token it does not take. */
export function sendUnauthorized(response: ServerResponse): void {
  sendJson(
    response,
    401,
    { errors: [{ message: 'The access token is not valid.' }] },
    { 'www-authenticate': 'Bearer error="invalid_token"' },
  )
}

export async function createVendorRig(): Promise<VendorRig> {
  const tokenRequests: RigRequest[] = []
  const graphqlRequests: RigRequest[] = []
  const otherRequests: RigRequest[] = []
  const valid = new Set<string>()
  const waiting = new Set<{ readonly count: number; readonly go: () => void }>()

  const issueToken: RigHandler = async (_request, response, index) => {
    if (rig.tokenDelayMs > 0) await new Promise((go) => setTimeout(go, rig.tokenDelayMs))
    const token = `rig-token-${index + 1}`
    valid.add(token)
    sendJson(response, 200, { access_token: token, expires_in: 86_400, token_type: 'Bearer' })
  }
  const answerGraphql: RigHandler = ({ token }, response) => {
    if (token !== undefined && valid.has(token)) {
      sendJson(response, 200, { data: { me: { apiClientId: 'rig@clients' } } })
    } else sendUnauthorized(response)
  }
  const answerOther: RigHandler = (_request, response) => sendJson(response, 404, {})

  const server = createServer(async (incoming, response) => {
    let body = ''
    try {
      for await (const chunk of incoming) body += chunk
    } catch {
      // The client went away before its body was whole: no request.
      return
    }
    const request: RigRequest = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      body,
      token: incoming.headers.authorization?.replace(/^Bearer /, ''),
    }
    const [log, handler] = request.path.startsWith('/oauth/token')
      ? ([tokenRequests, rig.onToken ?? issueToken] as const)
      : request.path.startsWith('/graphql')
        ? ([graphqlRequests, rig.onGraphql ?? answerGraphql] as const)
        : ([otherRequests, rig.onOther ?? answerOther] as const)
    log.push(request)
    for (const one of waiting) if (graphqlRequests.length >= one.count) one.go()
    await handler(request, response, log.length - 1)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`

  const rig: VendorRig = {
    url,
    tokenUrl: `${url}/oauth/token`,
    graphqlUrl: `${url}/graphql/`,
    tokenRequests,
    graphqlRequests,
    graphqlReached: (count) =>
      new Promise((go) => {
        if (graphqlRequests.length >= count) go()
        else waiting.add({ count, go })
      }),
    otherRequests,
    valid,
    onToken: undefined,
    onGraphql: undefined,
    onOther: undefined,
    tokenDelayMs: 0,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
  return rig
}

/** Credentials that are obviously nobody's. */
export const fakeCredentials = {
  clientId: 'fake-client-id',
  clientSecret: 'fake-secret-for-tests-only',
} as const
