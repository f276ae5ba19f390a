// The real clients are accepted as they are typed, without a cast.
import type { Cluster, Redis } from 'ioredis'
import type { Cluster as Cluster6, Redis as Redis6 } from 'ioredis-6'
import type {
  createClient,
  createCluster,
  RedisClientPoolType,
  RedisClientType,
  RedisClusterType,
  RedisSentinelType,
} from 'redis'
import type {
  createClient as createClient5,
  createCluster as createCluster5,
  RedisClientType as RedisClientType5,
} from 'redis-5'
import { expectTypeOf, it } from 'vitest'
import type { IoredisClient, NodeRedisClient } from '../../src/redis/index.js'

it('clients of redis 5 and 6', () => {
  expectTypeOf<ReturnType<typeof createClient>>().toExtend<NodeRedisClient>()
  expectTypeOf<ReturnType<typeof createCluster>>().toExtend<NodeRedisClient>()
  expectTypeOf<RedisClientType>().toExtend<NodeRedisClient>()
  expectTypeOf<RedisClusterType>().toExtend<NodeRedisClient>()
  expectTypeOf<RedisClientPoolType>().toExtend<NodeRedisClient>()
  expectTypeOf<RedisSentinelType>().toExtend<NodeRedisClient>()
  expectTypeOf<ReturnType<typeof createClient5>>().toExtend<NodeRedisClient>()
  expectTypeOf<ReturnType<typeof createCluster5>>().toExtend<NodeRedisClient>()
  expectTypeOf<RedisClientType5>().toExtend<NodeRedisClient>()
})

it('clients of ioredis 5 and 6', () => {
  expectTypeOf<Redis>().toExtend<IoredisClient>()
  expectTypeOf<Cluster>().toExtend<IoredisClient>()
  expectTypeOf<Redis6>().toExtend<IoredisClient>()
  expectTypeOf<Cluster6>().toExtend<IoredisClient>()
})

it('and nothing else', () => {
  expectTypeOf<Redis>().not.toExtend<NodeRedisClient>()
  expectTypeOf<RedisClientType>().not.toExtend<IoredisClient>()
  expectTypeOf<Map<string, string>>().not.toExtend<NodeRedisClient | IoredisClient>()
})
