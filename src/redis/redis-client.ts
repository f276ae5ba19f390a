/**
 * The clients that a token store can be kept with, by the few calls that it needs: nothing is
 * imported from them, and their standalone and their cluster clients look alike here.
 */

/** A client of the package `redis` (node-redis) 5 or 6, or its cluster client. */
export interface NodeRedisClient {
  get(key: string): Promise<unknown>
  set(
    key: string,
    value: string,
    options: { expiration: { type: 'PX'; value: number }; condition?: 'NX' },
  ): Promise<unknown>
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>
}

/** A client of the package `ioredis` 5 or 6, or its cluster client. */
export interface IoredisClient {
  get(key: string): Promise<unknown>
  set(key: string, value: string, px: 'PX', ttlMs: number): Promise<unknown>
  set(key: string, value: string, px: 'PX', ttlMs: number, nx: 'NX'): Promise<unknown>
  eval(script: string, numberOfKeys: number, key: string, argument: string): Promise<unknown>
  /** What tells it from node-redis. */
  defineCommand: unknown
}

/** The same commands, whichever client sends them. */
export interface RedisCommands {
  readonly get: (key: string) => Promise<unknown>
  readonly set: (key: string, value: string, ttlMs: number) => Promise<unknown>
  /** @returns whether the key was free, and is set now. */
  readonly setIfFree: (key: string, value: string, ttlMs: number) => Promise<boolean>
  readonly deleteIfEqual: (key: string, value: string) => Promise<unknown>
}

/** Compares and deletes in one step: between two, somebody else's lease could begin. */
const deleteIfEqual =
  "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"

/** @throws TypeError when it is neither client. */
export function createRedisCommands(client: NodeRedisClient | IoredisClient): RedisCommands {
  const calls: unknown[] = [client?.get, client?.set, client?.eval]
  if (!calls.every((call) => typeof call === 'function')) {
    throw new TypeError("client must be a client of the package 'redis' or 'ioredis'.")
  }
  return 'defineCommand' in client ? commandsOfIoredis(client) : commandsOfNodeRedis(client)
}

function commandsOfNodeRedis(client: NodeRedisClient): RedisCommands {
  const lasting = (value: number) => ({ expiration: { type: 'PX' as const, value } })
  return {
    get: (key) => client.get(key),
    set: (key, value, ttlMs) => client.set(key, value, lasting(ttlMs)),
    setIfFree: async (key, value, ttlMs) =>
      Boolean(await client.set(key, value, { ...lasting(ttlMs), condition: 'NX' })),
    deleteIfEqual: (key, value) => client.eval(deleteIfEqual, { keys: [key], arguments: [value] }),
  }
}

function commandsOfIoredis(client: IoredisClient): RedisCommands {
  return {
    get: (key) => client.get(key),
    set: (key, value, ttlMs) => client.set(key, value, 'PX', ttlMs),
    setIfFree: async (key, value, ttlMs) =>
      Boolean(await client.set(key, value, 'PX', ttlMs, 'NX')),
    deleteIfEqual: (key, value) => client.eval(deleteIfEqual, 1, key, value),
  }
}
