/** The same vendor on real sockets of this machine, for what only sockets show. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Wiring } from './contenders/contender.js'
import type { Vendor } from './vendor.js'

export interface Loopback {
  /** The vendor's wiring with a `fetch` that goes through a socket. */
  readonly wiring: Wiring
  readonly close: () => Promise<void>
}

export async function serveOnLoopback({ wiring }: Vendor): Promise<Loopback> {
  const server = createServer(async (incoming, outgoing) => {
    let body = ''
    for await (const chunk of incoming) body += chunk
    const { authorization = '' } = incoming.headers
    const response = await wiring.fetch(`https://${wiring.domain}${incoming.url}`, {
      method: 'POST',
      headers: { authorization },
      body,
    })
    outgoing.writeHead(response.status, Object.fromEntries(response.headers))
    outgoing.end(await response.text())
  })
  // A burst on a busy machine must lose no connection, or it would count what the server did.
  server.keepAliveTimeout = 600_000
  const where = { port: 0, host: '127.0.0.1', backlog: 4_096 }
  await new Promise<void>((listening) => server.listen(where, listening))
  const { port } = server.address() as AddressInfo
  return {
    wiring: {
      ...wiring,
      // For whoever sends with the global fetch.
      graphqlUrl: `http://127.0.0.1:${port}/graphql/`,
      fetch: (input, init) => {
        const { pathname } = new URL(input instanceof Request ? input.url : input)
        return fetch(`http://127.0.0.1:${port}${pathname}`, init)
      },
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}
