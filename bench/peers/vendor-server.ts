/**
 * The vendor for the loop of operations: a process of its own, so that its work is not counted, and
 * as little of it as there can be. It checks tokens and gives one answer.
 */
import { createServer } from 'node:http'
import { operationAnswer } from '../operation.js'

const token = 'bench-access-token'
const tokenAnswer = JSON.stringify({
  access_token: token,
  expires_in: 86_400,
  token_type: 'Bearer',
})
const json = { 'content-type': 'application/json' }

/** What the parent is told. */
export interface VendorReady {
  readonly port: number
}

/** Serves until the parent is gone. */
export function serveVendor(): void {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.url === '/oauth/token') return response.writeHead(200, json).end(tokenAnswer)
      if (request.headers.authorization !== `Bearer ${token}`) {
        const challenge = { ...json, 'www-authenticate': 'Bearer error="invalid_token"' }
        return response.writeHead(401, challenge).end('{"errors":[{"message":"No valid token."}]}')
      }
      return response.writeHead(200, json).end(operationAnswer)
    })
  })
  // Contenders that wait for their turn keep their connections.
  server.keepAliveTimeout = 600_000
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (typeof address !== 'object' || address === null) throw new Error('the vendor has no port')
    const ready: VendorReady = { port: address.port }
    process.send?.(ready)
  })
  process.on('disconnect', () => process.exit())
}
