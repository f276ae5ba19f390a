// G1 to G6 with real processes, a real Redis and a vendor on real sockets. T counts token requests.
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createStoreSeal } from '../../src/token/store-seal.js'
import {
  createFleet,
  type Fleet,
  failuresOf,
  type Member,
  type MemberOptions,
  outcomesOf,
} from '../support/fleet.js'
import { monitorRedis, type RedisMonitor } from '../support/redis-monitor.js'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.js'
import {
  createVendorRig,
  fakeCredentials,
  sendJson,
  type VendorRig,
} from '../support/vendor-rig.js'

describe.runIf(hasRedis())('a fleet with one Redis', { timeout: 60_000 }, () => {
  let fleet: Fleet
  let vendor: VendorRig
  let server: RedisServer
  let admin: Redis
  let monitor: RedisMonitor | undefined
  let members: readonly Member[] = []

  beforeAll(async () => {
    ;[fleet, vendor, server] = await Promise.all([createFleet(), createVendorRig(), startRedis()])
    admin = new Redis(server.url, { retryStrategy: () => 20 }).on('error', () => {})
  }, 60_000)
  afterAll(async () => {
    admin?.disconnect()
    await fleet?.remove()
    await server?.remove()
    await vendor?.close()
  })
  beforeEach(async () => {
    await admin.flushall()
    vendor.valid.clear()
  })
  afterEach(() => {
    monitor?.close()
    vendor.onToken = undefined
  })

  const open = (crew: readonly Member[], options: Partial<MemberOptions> = {}) =>
    Promise.all(crew.map((member) => member.open({ store: { redisUrl: server.url }, ...options })))
  const requestAll = (crew: readonly Member[]) =>
    Promise.all(crew.map((member) => member.request()))
  /** What a piece of work costs in token requests. */
  const costOf = async (work: () => Promise<unknown>) => {
    const before = vendor.tokenRequests.length
    await work()
    return vendor.tokenRequests.length - before
  }
  /** Limits that a machine busy with all the processes does not reach. */
  const patient = { attemptTimeoutMs: 60_000, timeoutMs: 180_000 }
  /** Token requests are answered when all need a token: nobody comes too late to contend. */
  const answerWhen = (allNeedOne: Promise<void>) => {
    vendor.onToken = async (_request, response, index) => {
      await allNeedOne
      const token = `fleet-token-${index}`
      vendor.valid.add(token)
      sendJson(response, 200, { access_token: token, expires_in: 86_400, token_type: 'Bearer' })
    }
  }
  /** They are answered when that many processes have looked into the store or tried for the lease. */
  const answerWhenLooked = async (count: number) => {
    monitor = await monitorRedis(admin)
    answerWhen(monitor.looked(count))
  }
  /** They are answered when that many more GraphQL requests have been refused. */
  const answerWhenRefused = (count: number) =>
    answerWhen(vendor.graphqlReached(vendor.graphqlRequests.length + count))
  /** Processes that have served before, and as many new ones as are missing. */
  const enlist = (count: number) => {
    members = [...members, ...fleet.start(Math.max(0, count - members.length), vendor)]
    return members.slice(0, count)
  }

  it('G1: 8 processes that start together ask once', async () => {
    const crew = fleet.start(8, vendor)
    await answerWhenLooked(8)
    let replies: Awaited<ReturnType<typeof requestAll>> = []
    const cost = await costOf(async () => {
      replies = await Promise.all(
        crew.map(async (member) => {
          await open([member], patient)
          return member.request()
        }),
      )
    })
    expect([cost, outcomesOf(replies), failuresOf(replies)]).toEqual([1, ['ok'], []])
    members = [...members, ...crew]
  })

  it('G1: 8 processes that serve already ask once, cold and after a revocation that all meet', {
    timeout: 300_000,
  }, async () => {
    const crew = enlist(8)
    await open(crew, patient)
    for (const round of ['cold', 'revoked']) {
      vendor.valid.clear()
      if (round === 'cold') await answerWhenLooked(8)
      else answerWhenRefused(8)
      let replies: Awaited<ReturnType<typeof requestAll>> = []
      const cost = await costOf(async () => {
        replies = await requestAll(crew)
      })
      expect([cost, outcomesOf(replies), failuresOf(replies)]).toEqual([1, ['ok'], []])
    }
  })

  it('G1: processes whose clocks are a minute apart ask once, cold and revoked', async () => {
    const crew = enlist(8)
    await Promise.all(
      crew.map((member, at) =>
        member.open({
          store: { redisUrl: server.url },
          ...patient,
          aheadMs: at % 2 ? 30_000 : -30_000,
        }),
      ),
    )
    for (const round of ['cold', 'revoked']) {
      vendor.valid.clear()
      if (round === 'cold') await answerWhenLooked(8)
      else answerWhenRefused(8)
      expect(await costOf(() => requestAll(crew))).toBe(1)
    }
  })

  it('G2: when the holder of the lease is killed, the next one asks, and nobody else', async () => {
    const crew = enlist(9)
    await open(crew, { attemptTimeoutMs: 2_000 })
    const holder = new Promise<string>((known) => {
      vendor.onToken = ({ headers }) => {
        vendor.onToken = undefined
        known(String(headers['user-agent']).split('/')[0] ?? '')
        // Never answered: its process is killed over it.
      }
    })
    let outcomes: readonly string[] = []
    const cost = await costOf(async () => {
      const waiting = crew.map((member) => ({ member, reply: member.request() }))
      const name = await holder
      const dead = crew.find((member) => member.name === name)
      await dead?.kill()
      const alive = waiting.filter(({ member }) => member !== dead)
      expect(alive).toHaveLength(8)
      outcomes = outcomesOf(await Promise.all(alive.map(({ reply }) => reply)))
      members = members.filter((member) => member !== dead)
    })
    expect([cost, outcomes]).toEqual([2, ['ok']])
  })

  it.each([
    ['freezes', 'read timeout', 200, () => server.freeze(), () => server.thaw()],
    [
      'lets nobody write',
      'lease timeout',
      // Reading has to come off.
      1_000,
      () => admin.call('CLIENT', 'PAUSE', '600000', 'WRITE'),
      () => admin.call('CLIENT', 'UNPAUSE'),
    ],
  ] as const)(
    'G3: a Redis that %s costs one wait and one token each, no operation',
    async (_how, failure, storeTimeoutMs, stop, go) => {
      const crew = enlist(4)
      await open(crew, { storeTimeoutMs })
      await stop()
      try {
        let replies: Awaited<ReturnType<typeof requestAll>> = []
        const cost = await costOf(async () => {
          replies = await requestAll(crew)
        })
        expect([cost, outcomesOf(replies), failuresOf(replies)]).toEqual([4, ['ok'], [failure]])
        // With a token at hand the store is not looked at.
        expect(await costOf(() => requestAll(crew))).toBe(0)
      } finally {
        await go()
      }
    },
  )

  it('G3: a Redis that is killed and comes back empty disturbs nobody', async () => {
    const crew = enlist(8)
    const [known, fresh] = [crew.slice(0, 4), crew.slice(4)]
    await open(known)
    await open(fresh, { storeTimeoutMs: 200 })
    expect(await costOf(() => requestAll(known))).toBe(1)
    await server.kill()
    try {
      expect(await costOf(() => requestAll(known))).toBe(0)
      const replies = await requestAll(fresh)
      expect(outcomesOf(replies)).toEqual(['ok'])
      expect(failuresOf(replies).every((failure) => failure.startsWith('read'))).toBe(true)
    } finally {
      await server.start()
    }
    await admin.ping()
    // Both clients reconnect by themselves; until then commands wait in them.
    await open(crew)
    expect(await costOf(() => requestAll(crew))).toBe(1)
  })

  it('G3: a Redis that is full costs one token each, no operation', async () => {
    const crew = enlist(4)
    await open(crew)
    await admin.config('SET', 'maxmemory', '1')
    try {
      let replies: Awaited<ReturnType<typeof requestAll>> = []
      const cost = await costOf(async () => {
        replies = await requestAll(crew)
      })
      expect([cost, outcomesOf(replies), failuresOf(replies)]).toEqual([
        4,
        ['ok'],
        ['lease failed'],
      ])
    } finally {
      await admin.config('SET', 'maxmemory', '0')
    }
  })

  it('G3: garbage in Redis is a miss that the first one mends for all', async () => {
    const crew = enlist(8)
    await open(crew)
    await requestAll(crew)
    const [name = ''] = await admin.keys('*:token')
    await admin.set(name, '<html>garbage')
    await open(crew)
    let replies: Awaited<ReturnType<typeof requestAll>> = []
    const cost = await costOf(async () => {
      replies = await requestAll(crew)
    })
    expect([cost, outcomesOf(replies), failuresOf(replies)]).toEqual([1, ['ok'], ['open not_ours']])
  })

  it('G4: who is refused with an old token takes the new one from the store', async () => {
    const crew = enlist(8)
    const [first, ...others] = crew
    await open(crew)
    await requestAll(crew)
    vendor.valid.clear()
    expect(await costOf(async () => first?.request())).toBe(1)
    expect(await costOf(() => requestAll(others))).toBe(0)
  })

  it('G5: an entry copied from other credentials is not used, and nothing is in clear', async () => {
    const [mine, other] = enlist(2)
    if (!mine || !other) throw new RangeError('there are no members')
    const store = { redisUrl: server.url, encryptionKey: btoa('k'.repeat(32)) } as const
    await mine.open({ store })
    await mine.request()
    const [ownName = ''] = await admin.keys('*:token')
    const stranger = { clientId: 'another-client', clientSecret: 'another-secret' }
    await other.open({ store, ...stranger })
    await other.request()
    const otherName = (await admin.keys('*:token')).find((name) => name !== ownName) ?? ''
    expect(otherName).not.toBe('')
    const tokens = [...vendor.valid]
    await admin.copy(otherName, ownName, 'REPLACE')
    await mine.open({ store })
    let replies: Awaited<ReturnType<typeof requestAll>> = []
    const cost = await costOf(async () => {
      replies = [await mine.request()]
    })
    expect([cost, outcomesOf(replies), failuresOf(replies)]).toEqual([1, ['ok'], ['open not_ours']])
    const everything = JSON.stringify(
      await Promise.all((await admin.keys('*')).map(async (name) => [name, await admin.get(name)])),
    )
    expect(tokens).toHaveLength(2)
    for (const secret of [
      ...tokens,
      ...Object.values(stranger),
      ...Object.values(fakeCredentials),
    ]) {
      expect(everything).not.toContain(secret)
    }
  })

  it('a refused token is never sent to Redis, and with a key no other either', async () => {
    const crew = enlist(8)
    await open(crew, { store: { redisUrl: server.url, encryptionKey: btoa('k'.repeat(32)) } })
    const before = new Set(vendor.valid)
    monitor = await monitorRedis(admin)
    await requestAll(crew)
    const refused = [...vendor.valid].filter((token) => !before.has(token))
    vendor.valid.clear()
    await requestAll(crew)
    const tokens = [...refused, ...vendor.valid]
    expect(tokens).toHaveLength(2)
    await monitor.caughtUp()
    const heard = monitor.heard.join('\n')
    expect(heard).toMatch(/^set .*:token aes-gcm\./im)
    for (const secret of [...tokens, ...Object.values(fakeCredentials)]) {
      expect(heard).not.toContain(secret)
    }
  })

  it.each([
    ['has ended already', { sentAt: Date.now() - 86_400_001, lifetimeMs: 86_400_000 }],
    ['does not say when it ends', { sentAt: Date.now() }],
  ])('G6: a restored entry that %s is not trusted', async (_what, members_) => {
    const [mine] = enlist(1)
    const seal = await createStoreSeal(
      {
        tokenUrl: new URL(vendor.tokenUrl),
        clientId: fakeCredentials.clientId,
        audience: 'https://api.firstaml.com',
      },
      fakeCredentials.clientSecret,
    )
    const name = `firstaml:{${seal.key}}:token`
    vendor.valid.add('restored')
    await admin.set(name, await seal.seal(JSON.stringify({ value: 'restored', ...members_ })))
    await mine?.open({ store: { redisUrl: server.url } })
    expect(await costOf(async () => mine?.request())).toBe(1)
    expect(await admin.pttl(name)).toBeGreaterThan(0)
  })

  it('a process that finds the token in Redis makes its first request after one read of it', async () => {
    const [first, second] = enlist(2)
    await first?.open({ store: { redisUrl: server.url } })
    await first?.request()
    await second?.open({ store: { redisUrl: server.url } })
    await admin.config('RESETSTAT')
    expect(await costOf(async () => second?.request())).toBe(0)
    const stats = await admin.info('commandstats')
    const calls = [...stats.matchAll(/cmdstat_(\w+)[^:]*:calls=(\d+)/g)].map(
      ([, command, count]) => `${command} ${count}`,
    )
    expect(calls.filter((call) => !/^(config|info|ping)/.test(call))).toEqual(['get 1'])
  })
})
