// A store may do what it likes: it costs one bounded wait and at worst one token, no operation.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryTokenStore, type TokenStore } from '../../src/index.js'
import { createStoreSeal } from '../../src/token/store-seal.js'
import { readStoredToken, writeStoredToken } from '../../src/token/stored-token.js'
import { createFakeClock } from '../support/fake-clock.js'
import { tokenResponse } from '../support/scripted-fetch.js'
import { fakeCredentials } from '../support/vendor-rig.js'
import { createSourceRig, failureOf, tokenUrl, until, walkWithCrypto } from './source-rig.js'

const never = () => new Promise<never>(() => {})
const broken = () => Promise.reject(new Error('ECONNREFUSED redis://:password@host'))
const throwing = () => {
  throw new Error('not connected')
}

function rigWith(store: Partial<Record<keyof TokenStore, unknown>>) {
  const whole = { ...memoryTokenStore(), ...store } as TokenStore
  return createSourceRig((_call, index) => tokenResponse(`t${index + 1}`), { store: whole })
}

describe('G3: a store that fails', () => {
  it.each([
    ['read', broken],
    ['read', throwing],
    ['lease', broken],
    ['lease', throwing],
    ['write', broken],
    ['write', throwing],
  ] as const)('in %s costs no operation, and is told of once', async (step, fails) => {
    const { value, events, requests, clock } = rigWith({ [step]: fails })
    expect(await value()).toBe('t1')
    expect(await value()).toBe('t1')
    expect(requests()).toBe(1)
    expect(events.filter(({ type }) => type === 'store_failed')).toEqual([
      { type: 'store_failed', step, problem: 'failed' },
    ])
    expect(JSON.stringify(events)).not.toContain('password')
    expect(clock.pendingTimers()).toBe(0)
  })

  it('in giving a lease back is told of, and nothing else', async () => {
    const { value, clock, eventsOf } = rigWith({ lease: async () => broken })
    expect(await value()).toBe('t1')
    await clock.settle()
    expect(eventsOf('store_failed')).toEqual([
      { type: 'store_failed', step: 'release', problem: 'failed' },
    ])
  })

  it('in giving a lease back is not told of where the store is closed after the client', async () => {
    let fail = (_error: Error) => {}
    const release = () =>
      new Promise<void>((_resolve, reject) => {
        fail = reject
      })
    const { value, clock, source, eventsOf } = rigWith({ lease: async () => release })
    expect(await value()).toBe('t1')
    await clock.settle()
    source.dispose()
    fail(new Error('The client is closed'))
    await clock.settle()
    expect(eventsOf('store_failed')).toEqual([])
  })

  it('is tried again by the next acquisition', async () => {
    let reads = 0
    const { value } = rigWith({
      read: () => {
        reads++
        return broken()
      },
    })
    await value()
    await value('t1')
    expect(reads).toBe(2)
  })
})

describe('G3: a store that is slow', () => {
  it.each(['read', 'lease', 'write'] as const)(
    'in %s costs one bounded wait, whatever comes after',
    async (step) => {
      let calls = 0
      const slow = () => {
        calls++
        return never()
      }
      const { value, clock, requests, events } = rigWith({
        read: async () => undefined,
        [step]: slow,
      })
      const startedAt = clock.runtime.monotonic()
      const getting = value()
      await until(() => calls === 1, step)
      await clock.advance(999)
      let settled = false
      void getting.then(() => {
        settled = true
      })
      await clock.settle()
      expect(settled).toBe(false)
      await clock.advance(1)
      expect(await getting).toBe('t1')
      expect(clock.runtime.monotonic() - startedAt).toBe(1_000)
      expect([calls, requests(), clock.pendingTimers()]).toEqual([1, 1, 0])
      expect(events.filter(({ type }) => type === 'store_failed')).toEqual([
        { type: 'store_failed', step, problem: 'timeout' },
      ])
    },
  )

  it('in everything costs one bounded wait all the same', async () => {
    const calls: string[] = []
    const hanging = (step: string) => () => {
      calls.push(step)
      return never()
    }
    const { value, clock, requests, eventsOf } = rigWith({
      read: hanging('read'),
      lease: hanging('lease'),
      write: hanging('write'),
    })
    const getting = value()
    await until(() => calls.length === 1, 'the read')
    await clock.advance(1_000)
    expect(await getting).toBe('t1')
    expect([calls, requests(), clock.pendingTimers()]).toEqual([['read'], 1, 0])
    expect(eventsOf('store_failed')).toHaveLength(1)
  })

  it('to grant a lease is told once of the garbage that it holds, however often that is read', async () => {
    let reads = 0
    const { source, clock, eventsOf } = rigWith({
      read: async () => {
        reads++
        return 'garbage'
      },
      lease: async () => undefined,
    })
    await walkWithCrypto(clock, source.get(), 20)
    expect(reads).toBeGreaterThan(10)
    expect(eventsOf('store_failed')).toEqual([
      { type: 'store_failed', step: 'open', problem: 'not_ours' },
    ])
  })

  it('gets a lease back that it grants too late', async () => {
    let grant: (release: () => Promise<void>) => void = () => {}
    let asked = false
    let released = 0
    const { value, clock } = rigWith({
      lease: () =>
        new Promise((resolve) => {
          grant = resolve
          asked = true
        }),
    })
    const getting = value()
    await until(() => asked, 'the lease')
    await clock.advance(1_000)
    expect(await getting).toBe('t1')
    grant(async () => {
      released++
    })
    await clock.settle()
    expect(released).toBe(1)
  })

  it('does not outlive the source', async () => {
    let asked = false
    const { source, clock, events, requests } = rigWith({
      read: () => {
        asked = true
        return never()
      },
    })
    const getting = failureOf(source.get())
    await until(() => asked, 'the read')
    source.dispose()
    expect(await getting).toMatchObject({ code: 'aborted' })
    expect([requests(), clock.pendingTimers()]).toEqual([0, 0])
    expect(events).toMatchObject([{ type: 'token_failed', code: 'aborted' }])
  })

  it('that never grants a lease is waited for twice its time, and then done without', async () => {
    const { source, clock, requests } = rigWith({ lease: async () => undefined })
    const startedAt = clock.runtime.monotonic()
    await walkWithCrypto(clock, source.get(), 20)
    expect(requests()).toBe(1)
    expect(clock.runtime.monotonic() - startedAt).toBeGreaterThanOrEqual(20_000)
    expect(clock.runtime.monotonic() - startedAt).toBeLessThan(30_000)
  })
})

describe('G5: a store that gives back what nobody wrote', () => {
  const planted = '{"value":"planted","sentAt":1750000000000,"lifetimeMs":86400000}'

  it.each([
    ['text', 'garbage'],
    ['an empty text', ''],
    ['a page', '<html>'],
    ['bare JSON', planted],
    ['a signature of nothing', `${'0'.repeat(64)}.${planted}`],
    ['an object', { value: 'planted' }],
    ['an object without a text', Object.create(null)],
    ['a number', 7],
  ])('%s is a miss, told of and overwritten', async (_name, stored) => {
    const written: string[] = []
    const { value, eventsOf } = rigWith({
      read: async () => stored,
      write: async (_key: string, text: string) => {
        written.push(text)
      },
    })
    expect(await value()).toBe('t1')
    expect(written).toHaveLength(1)
    expect(eventsOf('store_failed')).toEqual([
      { type: 'store_failed', step: 'open', problem: 'not_ours' },
    ])
  })

  it('null and undefined are an ordinary miss', async () => {
    for (const nothing of [null, undefined]) {
      const { value, eventsOf } = rigWith({ read: async () => nothing })
      expect(await value()).toBe('t1')
      expect(eventsOf('store_failed')).toEqual([])
    }
  })

  it('G6: a genuine entry without a sound expiry is not trusted', async () => {
    const sealing = await createStoreSeal(
      {
        tokenUrl: new URL(tokenUrl),
        clientId: fakeCredentials.clientId,
        audience: 'https://api.firstaml.com',
      },
      fakeCredentials.clientSecret,
    )
    const { now } = createFakeClock().runtime
    const good = { value: 'stored', sentAt: now(), lifetimeMs: 86_400_000 }
    const entries: [unknown, string][] = [
      [good, 'stored'],
      [{ ...good, sentAt: undefined }, 't1'],
      [{ ...good, lifetimeMs: undefined }, 't1'],
      [{ ...good, lifetimeMs: null }, 't1'],
      [{ ...good, lifetimeMs: -1 }, 't1'],
      [{ ...good, lifetimeMs: 1e15 }, 't1'],
      [{ ...good, lifetimeMs: '86400000' }, 't1'],
      [{ ...good, sentAt: now() - 86_400_000 }, 't1'],
      [{ ...good, sentAt: now() - 86_395_001 }, 't1'],
      [{ ...good, value: 'a\nb' }, 't1'],
      [{ ...good, value: 5 }, 't1'],
      [null, 't1'],
    ]
    for (const [entry, expected] of entries) {
      const sealed = await sealing.seal(JSON.stringify(entry))
      const { value } = rigWith({ read: async () => sealed })
      expect(await value()).toBe(expected)
    }
  })

  it('an entry from a clock ahead of ours lives no longer than it was given', () => {
    const clock = createFakeClock()
    const { now, monotonic } = clock.runtime
    const text = writeStoredToken({
      token: { value: 't', lifetimeMs: 60_000 },
      sentAt: now() + 3_600_000,
      sentAtMonotonic: 0,
    })
    expect(readStoredToken(text, { ...clock.runtime, fetch: globalThis.fetch })).toEqual({
      token: { value: 't', lifetimeMs: 60_000 },
      sentAt: now(),
      sentAtMonotonic: monotonic(),
    })
  })

  it('reading an entry never throws', () => {
    const runtime = { ...createFakeClock().runtime, fetch: globalThis.fetch }
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(readStoredToken(text, runtime)).toBeUndefined()
      }),
    )
  })
})

describe('without a store', () => {
  it('a get with a held token touches neither WebCrypto nor a timer', async () => {
    const { source, clock } = createSourceRig(() => tokenResponse('t'))
    await source.get()
    const before = source.get()
    for (let call = 0; call < 100; call++) expect(source.get()).toBe(before)
    expect(clock.pendingTimers()).toBe(0)
  })

  it('a runtime without WebCrypto works; with a store it does without it', async () => {
    const { crypto } = globalThis
    Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true })
    try {
      expect(await createSourceRig(() => tokenResponse('t')).value()).toBe('t')
      const { value, eventsOf } = rigWith({})
      expect(await value()).toBe('t1')
      expect(eventsOf('store_failed')).toEqual([
        { type: 'store_failed', step: 'seal', problem: 'failed' },
      ])
    } finally {
      Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true })
    }
  })
})
