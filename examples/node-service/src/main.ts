// A small service: GET /health tells whether First AML answers, and which scopes we have.
import { createServer } from 'node:http'
import { isFirstAmlError } from 'firstaml-client'
import { clientFromEnv } from 'firstaml-client/node'
import { ClientStatusDocument } from './generated/operations.js'
import { requiredScopes } from './generated/required-scopes.js'

const client = clientFromEnv({ userAgent: 'example-node-service/1.0', requiredScopes })

const server = createServer(async ({ method, url }, response) => {
  if (method !== 'GET' || url !== '/health') {
    response.statusCode = 404
    response.end()
    return
  }
  try {
    const { me } = await client.request(ClientStatusDocument)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ name: me.friendlyApiClientName, scopes: me.scopes }))
  } catch (error) {
    response.statusCode = 503
    response.end(isFirstAmlError(error) ? error.code : 'unknown')
  }
})

server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  process.stdout.write(`listening on http://127.0.0.1:${port}\n`)
})

process.once('SIGTERM', () => {
  // Requests under way get their answers before.
  server.close(() => client.dispose())
})
