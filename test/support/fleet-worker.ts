// One process of a fleet: it does what its parent tells it, and says what came of it.
import { type ClientEvent, createClient, type FirstAmlClient } from '../../src/index.js'
import { fileTokenStore } from '../../src/node/index.js'
import { type IoredisClient, type NodeRedisClient, redisTokenStore } from '../../src/redis/index.js'

/** Makes a new client, with no token in its memory. */
export interface OpenCommand {
  readonly type: 'open'
  readonly baseUrl: string
  readonly clientId: string
  readonly clientSecret: string
  /** What the vendor knows this process by. */
  readonly userAgent: string
  readonly store:
    | { readonly redisUrl: string; readonly encryptionKey?: string }
    | { readonly folder: string }
  /** How far this process's wall clock is ahead, in milliseconds. */
  readonly aheadMs?: number
  /** Limit for one token request, and so the time of a lease. */
  readonly attemptTimeoutMs?: number
  readonly storeTimeoutMs?: number
  readonly timeoutMs?: number
}

/** Sends one operation. */
export interface RequestCommand {
  readonly type: 'request'
}

export interface Reply {
  /** `ok`, or the error's code or message. */
  readonly outcome: string
  /** What the client of now has told its listener. */
  readonly events: readonly ClientEvent[]
}

let client: FirstAmlClient | undefined
let events: ClientEvent[] = []

interface Connection {
  readonly client: NodeRedisClient | IoredisClient
  readonly ping: () => Promise<unknown>
}

let connection: Promise<Connection> | undefined

/** Redis goes away in these tests; both clients come back by themselves. */
const ignore = () => {}

/** The one Redis client that this process was started with: the other need not be loaded. */
async function connect(url: string): Promise<Connection> {
  if (process.argv[2] === 'redis') {
    const { createClient } = await import('redis')
    const socket = { reconnectStrategy: 20 }
    const client = await createClient({ url, socket }).on('error', ignore).connect()
    return { client, ping: () => client.ping() }
  }
  const { Redis } = await import('ioredis')
  const client = new Redis(url, { retryStrategy: () => 20 }).on('error', ignore)
  return { client, ping: () => client.ping() }
}

async function storeOf(store: OpenCommand['store']) {
  if ('folder' in store) return fileTokenStore({ folder: store.folder })
  const encryptionKeys = store.encryptionKey ? [store.encryptionKey] : undefined
  connection ??= connect(store.redisUrl)
  const { client, ping } = await connection
  // It is connected now, and the server knows it by another command than the store's.
  await ping()
  return redisTokenStore(client, { encryptionKeys })
}

async function open({ store, aheadMs = 0, storeTimeoutMs, ...command }: OpenCommand) {
  client?.dispose()
  const told: ClientEvent[] = []
  events = told
  client = createClient({
    ...command,
    tokenStore: await storeOf(store),
    storeTimeoutMs,
    tokenRequests: { attemptTimeoutMs: command.attemptTimeoutMs },
    onEvent: (event) => told.push(event),
    runtime: { now: () => Date.now() + aheadMs },
  })
}

async function obey(command: OpenCommand | RequestCommand): Promise<string> {
  try {
    if (command.type === 'open') await open(command)
    else await client?.request('query Me { me { apiClientId } }')
    return 'ok'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

process.on('message', async (command: OpenCommand | RequestCommand) => {
  const outcome = await obey(command)
  process.send?.({ outcome, events } satisfies Reply)
})
process.on('disconnect', () => process.exit())
