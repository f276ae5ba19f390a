import { describe, expect, it } from 'vitest'
import {
  createClient,
  memoryTokenStore,
  type TokenSourceOptions,
  type TokenStore,
} from '../../src/index.js'
import { createStoreSeal } from '../../src/token/store-seal.js'
import { createFakeClock } from '../support/fake-clock.js'
import {
  createScriptedFetch,
  graphqlResponse,
  type Script,
  tokenResponse,
} from '../support/scripted-fetch.js'
import { fakeCredentials } from '../support/vendor-rig.js'
import {
  createSourceRig,
  failureOf,
  type SourceRig,
  tokenUrl,
  walkWithCrypto,
} from './source-rig.js'

const dayMs = 86_400_000

/** Sources in one process, with one clock, one store and one count of token requests. */
function createFleet(
  count: number,
  script: Script = (_call, index) => tokenResponse(`t${index + 1}`),
  options: Partial<TokenSourceOptions> = {},
) {
  const clock = createFakeClock()
  const store = memoryTokenStore(clock.runtime)
  const endpoint = createScriptedFetch(script)
  const rigs = Array.from({ length: count }, () =>
    createSourceRig(undefined, { store, fetch: endpoint.fetch, ...options }, clock),
  )
  const rig = (at: number) => {
    const found = rigs[at]
    if (!found) throw new RangeError(`there is no rig ${at}`)
    return found
  }
  /** Until every refresh in the background has ended. */
  const settled = async () => {
    const isOpen = ({ eventsOf }: SourceRig) =>
      eventsOf('token_received').length + eventsOf('token_shared').length < 2
    while (rigs.some(isOpen)) await clock.settle()
  }
  return { clock, store, endpoint, rigs, rig, settled, requests: () => endpoint.calls.length }
}

const all = <T>({ clock }: Pick<SourceRig, 'clock'>, promises: Promise<T>[], stepMs = 1) =>
  walkWithCrypto(clock, Promise.all(promises), stepMs)

const valuesOf = (rigs: SourceRig[]) => rigs.map((rig) => rig.value())

describe('A16: two clients with equal credentials in one process', () => {
  const vendor = () =>
    createScriptedFetch(({ url }) =>
      url.endsWith('/oauth/token') ? tokenResponse('t') : graphqlResponse({ data: { ok: 1 } }),
    )
  const tokenRequests = ({ calls }: ReturnType<typeof vendor>) =>
    calls.filter(({ url }) => url.endsWith('/oauth/token')).length

  it('A16: share one token request by a store, cold and at the same instant', async () => {
    const scripted = vendor()
    const tokenStore = memoryTokenStore()
    const options = { ...fakeCredentials, fetch: scripted.fetch, tokenStore }
    const clients = [createClient(options), createClient(options)]
    await Promise.all(clients.map((client) => client.request('{ ok }')))
    expect(tokenRequests(scripted)).toBe(1)
  })

  it('A16: ask for one each without a store', async () => {
    const scripted = vendor()
    const options = { ...fakeCredentials, fetch: scripted.fetch }
    const clients = [createClient(options), createClient(options)]
    await Promise.all(clients.map((client) => client.request('{ ok }')))
    expect(tokenRequests(scripted)).toBe(2)
  })

  it('A16: eight sources ask once, together and one after another', async () => {
    const fleet = createFleet(8)
    const values = await all(fleet, valuesOf(fleet.rigs))
    expect(values).toEqual(Array.from({ length: 8 }, () => 't1'))
    expect(fleet.requests()).toBe(1)
    const late = createSourceRig(
      undefined,
      { store: fleet.store, fetch: fleet.endpoint.fetch },
      fleet.clock,
    )
    expect(await all(fleet, [late.value()])).toEqual(['t1'])
    expect(fleet.requests()).toBe(1)
    expect(late.events).toEqual([
      {
        type: 'token_shared',
        reason: 'cold',
        durationMs: expect.any(Number),
        lifetimeMs: expect.any(Number),
      },
    ])
    expect(fleet.clock.pendingTimers()).toBe(0)
  })

  it('A16: wait for one read of the store and nothing else where the token is there', async () => {
    const fleet = createFleet(1)
    await all(fleet, valuesOf(fleet.rigs))
    const calls: string[] = []
    const store: TokenStore = {
      read: (key) => {
        calls.push('read')
        return fleet.store.read(key)
      },
      write: async () => calls.push('write'),
      lease: async () => {
        calls.push('lease')
        return undefined
      },
    }
    const late = createSourceRig(undefined, { store, fetch: fleet.endpoint.fetch }, fleet.clock)
    // Nobody moves the clock: a wait of a millisecond would never end.
    expect(await late.value()).toBe('t1')
    expect([calls, fleet.requests(), fleet.clock.pendingTimers()]).toEqual([['read'], 1, 0])
  })

  it('A16: look again under the lease, since its last holder may just have written', async () => {
    const fleet = createFleet(1)
    let first = true
    const late = createSourceRig(
      undefined,
      {
        fetch: fleet.endpoint.fetch,
        store: {
          ...fleet.store,
          lease: async (key, ttlMs) => {
            // Between the look of this source and its lease, another asks and writes.
            if (first) await fleet.rig(0).source.get()
            first = false
            return fleet.store.lease(key, ttlMs)
          },
        },
      },
      fleet.clock,
    )
    expect(await all(fleet, [late.value()])).toEqual(['t1'])
    expect(fleet.requests()).toBe(1)
  })

  it('A16: never share across audience, client id, token URL or secret', async () => {
    const clock = createFakeClock()
    const store = memoryTokenStore(clock.runtime)
    const endpoint = createScriptedFetch((_call, index) => tokenResponse(`t${index + 1}`))
    const differences: Partial<TokenSourceOptions>[] = [
      {},
      { audience: 'https://other-api.test' },
      { clientId: 'another-client' },
      { tokenUrl: 'https://vendor.test/oauth/token/2' },
      { tokenUrl: 'https://other.test/oauth/token' },
      { clientSecret: 'another-secret' },
    ]
    const values: string[] = []
    for (const different of differences) {
      const rig = createSourceRig(undefined, { store, fetch: endpoint.fetch, ...different }, clock)
      values.push(...(await all({ clock }, [rig.value()])))
    }
    expect(values).toEqual(['t1', 't2', 't3', 't4', 't5', 't6'])
  })

  it('A16: share without a lease too, once the first has written', async () => {
    const { read, write } = memoryTokenStore()
    const fleet = createFleet(2, undefined, { store: { read, write } })
    const [first, second] = [fleet.rig(0), fleet.rig(1)]
    expect(await all(fleet, [first.value()])).toEqual(['t1'])
    expect(await all(fleet, [second.value()])).toEqual(['t1'])
    expect(fleet.requests()).toBe(1)
  })

  it('A16: the store sees neither secret nor token, in key or value', async () => {
    const seen: string[] = []
    const inner = memoryTokenStore()
    const store: TokenStore = {
      read: (key) => {
        seen.push(key)
        return inner.read(key)
      },
      write: (key, value, ttlMs) => {
        seen.push(key)
        return inner.write(key, value, ttlMs)
      },
      lease: (key, ttlMs) => {
        seen.push(key)
        return inner.lease(key, ttlMs)
      },
    }
    const fleet = createFleet(1, undefined, { store })
    await all(fleet, valuesOf(fleet.rigs))
    expect(seen.length).toBeGreaterThanOrEqual(4)
    expect(new Set(seen).size).toBe(1)
    expect(seen[0]).not.toContain(fakeCredentials.clientSecret)
    expect(seen[0]).not.toContain(fakeCredentials.clientId)
  })
})

describe('a shared token', () => {
  it('ends at the same time for everybody, and has each one’s own refresh window', async () => {
    const fleet = createFleet(2)
    const [first, second] = [fleet.rig(0), fleet.rig(1)]
    const [one] = await all(fleet, [first.source.get()])
    await fleet.clock.advance(dayMs / 2)
    const [other] = await all(fleet, [second.source.get()])
    expect(other?.expiresAt).toBe(one?.expiresAt)
  })

  it('is refreshed ahead once for all', async () => {
    const fleet = createFleet(5)
    await all(fleet, valuesOf(fleet.rigs))
    await fleet.clock.advance(dayMs - 40_000)
    // The first to come asks; who comes while it is under way looks into the store.
    for (let round = 0; round < 3; round++) {
      await all(fleet, valuesOf(fleet.rigs))
      await all(fleet, [fleet.settled()])
    }
    expect(await all(fleet, valuesOf(fleet.rigs))).toEqual(Array.from({ length: 5 }, () => 't2'))
    expect(fleet.requests()).toBe(2)
  })

  it('that was revoked is replaced once, by whoever comes first', async () => {
    const fleet = createFleet(8)
    await all(fleet, valuesOf(fleet.rigs))
    const values = await all(
      fleet,
      fleet.rigs.map((rig) => rig.value('t1')),
    )
    expect(values).toEqual(Array.from({ length: 8 }, () => 't2'))
    expect(fleet.requests()).toBe(2)
  })

  it('that this source knows to be refused is not taken from the store again', async () => {
    const fleet = createFleet(1)
    const rig = fleet.rig(0)
    await all(fleet, valuesOf(fleet.rigs))
    // It still stands in the store, under the same key.
    expect(await all(fleet, [rig.value('t1')])).toEqual(['t2'])
    expect(fleet.requests()).toBe(2)
  })

  it('found in place of a refused one costs no request', async () => {
    const fleet = createFleet(2)
    const [first, second] = [fleet.rig(0), fleet.rig(1)]
    await all(fleet, valuesOf(fleet.rigs))
    expect(await all(fleet, [first.value('t1')])).toEqual(['t2'])
    expect(await all(fleet, [second.value('t1')])).toEqual(['t2'])
    expect(fleet.requests()).toBe(2)
  })

  it('issued for a secret that changed on the way stays with its owner', async () => {
    const fleet = createFleet(1, ({ init }, index) =>
      String(init.body).includes('"new-secret"')
        ? tokenResponse(`t${index + 1}`)
        : Response.json({ error: 'invalid_client' }, { status: 401 }),
    )
    const secrets = ['old-secret', 'new-secret']
    const rig = createSourceRig(
      undefined,
      {
        store: fleet.store,
        fetch: fleet.endpoint.fetch,
        clientSecret: () => secrets.shift() ?? 'none left',
      },
      fleet.clock,
    )
    expect(await all(fleet, [rig.value()])).toEqual(['t2'])
    const other = createSourceRig(
      undefined,
      { store: fleet.store, fetch: fleet.endpoint.fetch, clientSecret: 'old-secret' },
      fleet.clock,
    )
    const [error] = await all(fleet, [failureOf(other.source.get())])
    expect(error).toMatchObject({ code: 'token_refused' })
  })

  it('good for one use is not written', async () => {
    const fleet = createFleet(2, (_call, index) =>
      tokenResponse(`t${index + 1}`, { expires_in: 0 }),
    )
    const [first, second] = [fleet.rig(0), fleet.rig(1)]
    expect(await all(fleet, [first.value()])).toEqual(['t1'])
    expect(await all(fleet, [second.value()])).toEqual(['t2'])
  })

  it('at its end is not taken', async () => {
    const fleet = createFleet(2, undefined, { refreshAheadMs: 0 })
    const [first, second] = [fleet.rig(0), fleet.rig(1)]
    await all(fleet, [first.value()])
    await fleet.clock.advance(dayMs - 5_000)
    expect(await all(fleet, [second.value()])).toEqual(['t2'])
  })

  it('is asked for once when the holder of the lease has died', async () => {
    const fleet = createFleet(8)
    const { key } = await createStoreSeal(
      {
        tokenUrl: new URL(tokenUrl),
        clientId: fakeCredentials.clientId,
        audience: 'https://api.firstaml.com',
      },
      fakeCredentials.clientSecret,
    )
    // Ten seconds is what sources ask for; this one never gives it back.
    expect(await fleet.store.lease(key, 10_000)).toBeTruthy()
    const startedAt = fleet.clock.runtime.monotonic()
    const values = await all(fleet, valuesOf(fleet.rigs), 20)
    expect(values).toEqual(Array.from({ length: 8 }, () => 't1'))
    expect(fleet.requests()).toBe(1)
    const waitedMs = fleet.clock.runtime.monotonic() - startedAt
    expect(waitedMs).toBeGreaterThanOrEqual(10_000)
    expect(waitedMs).toBeLessThan(11_000)
  })

  it('gives its lease back when the request fails, and when the source is disposed of', async () => {
    const fleet = createFleet(
      2,
      (_call, index) =>
        index === 0
          ? Response.json({ error: 'access_denied' }, { status: 403 })
          : index === 1
            ? undefined
            : tokenResponse('t3'),
      {},
    )
    const [first, second] = [fleet.rig(0), fleet.rig(1)]
    const [refused] = await all(fleet, [failureOf(first.source.get())])
    expect(refused).toMatchObject({ code: 'token_refused' })
    const pending = failureOf(second.source.get())
    await fleet.endpoint.called(2)
    second.source.dispose()
    expect(await pending).toMatchObject({ code: 'aborted' })
    const third = createSourceRig(
      undefined,
      { store: fleet.store, fetch: fleet.endpoint.fetch },
      fleet.clock,
    )
    const startedAt = fleet.clock.runtime.monotonic()
    expect(await all(fleet, [third.value()])).toEqual(['t3'])
    expect(fleet.clock.runtime.monotonic() - startedAt).toBeLessThan(1_000)
  })
})
