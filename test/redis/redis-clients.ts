// Every client that a token store in Redis is for, connected.
import { Cluster, Redis } from 'ioredis'
import { Cluster as Cluster6, Redis as Redis6 } from 'ioredis-6'
import { createClient, createCluster } from 'redis'
import { createClient as createClient5, createCluster as createCluster5 } from 'redis-5'
import type { IoredisClient, NodeRedisClient } from '../../src/redis/index.js'

export interface Connection {
  readonly client: NodeRedisClient | IoredisClient
  readonly close: () => void
}

type Connect = (url: string) => Promise<Connection>

/** A server that goes away is a test's doing. */
const ignore = () => {}

const address = (url: string) => {
  const { hostname, port } = new URL(url)
  return { host: hostname, port: Number(port) }
}

export const standaloneClients: readonly (readonly [name: string, connect: Connect])[] = [
  [
    'redis 6',
    async (url) => {
      const client = await createClient({ url }).on('error', ignore).connect()
      return { client, close: () => client.destroy() }
    },
  ],
  [
    'redis 5',
    async (url) => {
      const client = await createClient5({ url }).on('error', ignore).connect()
      return { client, close: () => client.destroy() }
    },
  ],
  [
    'ioredis 5',
    async (url) => {
      const client = new Redis(url).on('error', ignore)
      return { client, close: () => client.disconnect() }
    },
  ],
  [
    'ioredis 6',
    async (url) => {
      const client = new Redis6(url).on('error', ignore)
      return { client, close: () => client.disconnect() }
    },
  ],
]

export const clusterClients: readonly (readonly [name: string, connect: Connect])[] = [
  [
    'redis 6',
    async (url) => {
      const client = await createCluster({ rootNodes: [{ url }] })
        .on('error', ignore)
        .connect()
      return { client, close: () => client.destroy() }
    },
  ],
  [
    'redis 5',
    async (url) => {
      const client = createCluster5({ rootNodes: [{ url }] }).on('error', ignore)
      await client.connect()
      return { client, close: () => client.destroy() }
    },
  ],
  [
    'ioredis 5',
    async (url) => {
      const client = new Cluster([address(url)]).on('error', ignore)
      return { client, close: () => client.disconnect() }
    },
  ],
  [
    'ioredis 6',
    async (url) => {
      const client = new Cluster6([address(url)]).on('error', ignore)
      return { client, close: () => client.disconnect() }
    },
  ],
]
