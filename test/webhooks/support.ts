import { createServer, type Server } from 'node:http'
import { WebhookError } from '../../src/webhooks/index.js'
import file from './vectors.json' with { type: 'json' }

export interface Vector {
  readonly name: string
  readonly key: string
  readonly payload: string
  readonly signature: string
}

export const vectors: readonly Vector[] = file.vectors
export const { command } = file

/** The vector of that name. */
export function vector(name: string): Vector {
  const found = vectors.find((one) => one.name === name)
  if (!found) throw new Error(`no vector is named ${name}`)
  return found
}

/** What a call throws, which has to be a WebhookError. */
export async function webhookErrorOf(call: () => unknown): Promise<WebhookError> {
  try {
    await call()
  } catch (error) {
    if (error instanceof WebhookError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

const servers: Server[] = []

/** Serves on a free port of loopback until `closeServers`. */
export async function serve(listener: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('not listening')
  return `http://127.0.0.1:${address.port}`
}

export async function closeServers(): Promise<void> {
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    }),
  )
}
