// The door for fleets with a Redis. It needs nothing of Node, and imports no Redis client.
export type { IoredisClient, NodeRedisClient } from './redis-client.js'
export { type RedisTokenStoreOptions, redisTokenStore } from './redis-token-store.js'
