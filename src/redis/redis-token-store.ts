/**
 * A token store in Redis, for a fleet on many machines.
 *
 * Two keys for each credential: the entry, and the lease of whoever asks for the next token. Both
 * carry the same hash tag, so that a cluster keeps them in one slot: they are there together or not
 * at all. Both end by the server's clock, the only one that all processes share.
 */
import { type EncryptionKey, encryptedTokenStore } from '../token/encrypted-token-store.js'
import type { TokenStore } from '../token/token-store.js'
import { createRedisCommands, type IoredisClient, type NodeRedisClient } from './redis-client.js'

/** How `redisTokenStore` names its keys, and whether entries are encrypted. */
export interface RedisTokenStoreOptions {
  /** What every key begins with; default `firstaml:`. Without braces, which mark the hash tag. */
  readonly prefix?: string | undefined
  /** Encrypts entries; see `encryptedTokenStore`. Default: they are signed only. */
  readonly encryptionKeys?: readonly EncryptionKey[] | undefined
}

/**
 * Keeps tokens in Redis, through the application's own client, which stays the application's to
 * connect and to close.
 *
 * Let it read from the primaries: a replica may not have yet what was just written, and a token
 * more is asked for then.
 *
 * @param client - a client of the package `redis` (5 or 6) or `ioredis` (5 or 6), for one server or
 * a cluster.
 * @throws TypeError when it is neither, or an option cannot work.
 *
 * @example
 * ```ts
 * const redis = await createRedisClient({ url: process.env.REDIS_URL }).connect()
 * const client = createClient({ ...options, tokenStore: redisTokenStore(redis) })
 * ```
 */
export function redisTokenStore(
  client: NodeRedisClient | IoredisClient,
  { prefix = 'firstaml:', encryptionKeys }: RedisTokenStoreOptions = {},
): TokenStore {
  const commands = createRedisCommands(client)
  if (typeof prefix !== 'string' || /[{}]/.test(prefix)) {
    throw new TypeError('prefix must be a text without braces.')
  }
  const nameOf = (key: string, part: 'token' | 'lease') => `${prefix}{${key}}:${part}`

  const store: TokenStore = {
    read: async (key) => {
      const found = await commands.get(nameOf(key, 'token'))
      // A client may be set to give buffers.
      return found === null || found === undefined ? undefined : String(found)
    },
    write: (key, value, ttlMs) => commands.set(nameOf(key, 'token'), value, ttlMs),
    lease: async (key, ttlMs) => {
      const owner = randomText()
      const name = nameOf(key, 'lease')
      const granted = await commands.setIfFree(name, owner, ttlMs)
      return granted ? () => commands.deleteIfEqual(name, owner) : undefined
    },
  }
  return encryptionKeys ? encryptedTokenStore(store, encryptionKeys) : store
}

/** Nobody else's, ever: a lease is given back by who holds it only. */
function randomText(): string {
  const drawn = globalThis.crypto.getRandomValues(new Uint8Array(16))
  return Array.from(drawn, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
