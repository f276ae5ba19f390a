import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { redisTokenStore } from '../../src/redis/index.js'
import { tokenStoreLaws } from '../../src/testing/index.js'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.js'
import { type Connection, clusterClients, standaloneClients } from './redis-clients.js'

const withRedis = hasRedis()

/** Lets time pass for the server: brings the end of every key nearer, in one step. */
const passTime = `
  for _, key in ipairs(redis.call('KEYS', '*')) do
    local left = redis.call('PTTL', key) - tonumber(ARGV[1])
    if left > 0 then redis.call('PEXPIRE', key, left) else redis.call('DEL', key) end
  end`

/** A cluster of one node, which has its address from nobody. */
const asCluster = ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1']

/** Started together: a node takes two seconds until it lets anybody write into its cluster. */
const started = new Map<string, Promise<RedisServer>>()
beforeAll(() => {
  if (!withRedis) return
  started.set('one server', startRedis())
  started.set('a cluster', startCluster())
})
afterAll(async () => {
  for (const server of await Promise.all(started.values())) await server.remove()
})

async function startCluster(): Promise<RedisServer> {
  const server = await startRedis(asCluster)
  const admin = new Redis(server.url)
  await admin.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383')
  // Asked again: the node makes up its mind by itself.
  while (!String(await admin.call('CLUSTER', 'INFO')).includes('cluster_state:ok')) {
    await new Promise((go) => setTimeout(go, 20))
  }
  admin.disconnect()
  return server
}

describe.runIf(withRedis).each([
  ['one server', standaloneClients],
  ['a cluster', clusterClients],
] as const)('redisTokenStore on %s', (kind, clients) => {
  let server: RedisServer
  let admin: Redis

  beforeAll(async () => {
    const mine = await started.get(kind)
    if (!mine) throw new RangeError(`${kind} was not started`)
    server = mine
    admin = new Redis(server.url)
  })
  afterAll(() => admin?.disconnect())
  beforeEach(async () => {
    await admin.flushall()
  })

  describe.each(clients)('with %s', (_name, connect) => {
    let here: Connection
    let there: Connection
    beforeAll(async () => {
      here = await connect(server.url)
      there = await connect(server.url)
    })
    afterAll(() => {
      here?.close()
      there?.close()
    })
    const laws = (encryptionKeys?: readonly string[]) =>
      tokenStoreLaws(() => ({
        here: redisTokenStore(here.client, { encryptionKeys }),
        there: redisTokenStore(there.client, { encryptionKeys }),
        pass: (ms) => admin.eval(passTime, 0, ms),
      }))

    it.each(laws())('$name', ({ check }) => check())
    it.each(laws([btoa('k'.repeat(32))]))('encrypted: $name', ({ check }) => check())
  })

  it('keeps entry and lease of one credential in one slot, with a time each', async () => {
    const [first] = clients
    if (!first) throw new RangeError('there are no clients')
    const connection = await first[1](server.url)
    const store = redisTokenStore(connection.client, { prefix: 'acme:' })
    await store.write('firstaml-token-00ff', 'text', 60_000)
    await store.lease?.('firstaml-token-00ff', 10_000)
    connection.close()
    const keys = (await admin.keys('*')).sort()
    expect(keys).toEqual(['acme:{firstaml-token-00ff}:lease', 'acme:{firstaml-token-00ff}:token'])
    const leftMs = await Promise.all(keys.map((key) => admin.pttl(key)))
    const [leaseMs = 0, entryMs = 0] = leftMs
    expect(leaseMs > 0 && leaseMs <= 10_000 && entryMs > 10_000 && entryMs <= 60_000).toBe(true)
    if (kind === 'one server') return
    const slots = await Promise.all(keys.map((key) => admin.cluster('KEYSLOT', key)))
    expect(new Set(slots).size).toBe(1)
  })
})

describe('redisTokenStore', () => {
  const client = {
    get: async () => null,
    set: async () => 'OK',
    eval: async () => 1,
  }

  it.each([undefined, null, {}, { get: client.get, set: client.set }, 'redis://host'])(
    'refuses what is no client: %s',
    (wrong) => {
      // @ts-expect-error what JavaScript callers may give
      expect(() => redisTokenStore(wrong)).toThrow(/^client must be a client of the package/)
    },
  )

  it('names an option that cannot work', () => {
    expect(() => redisTokenStore(client, { prefix: '{tag}:' })).toThrow(/^prefix/)
    expect(() => redisTokenStore(client, { encryptionKeys: ['short'] })).toThrow(/^encryptionKeys/)
  })

  it('reads what a client gives as bytes', async () => {
    const store = redisTokenStore({ ...client, get: async () => Buffer.from('text') })
    expect(await store.read('key')).toBe('text')
  })
})
