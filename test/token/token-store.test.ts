import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryTokenStore, type TokenStore } from '../../src/index.js'
import { tokenStoreLaws } from '../../src/testing/index.js'
import { createStoreSeal } from '../../src/token/store-seal.js'
import { createFakeClock } from '../support/fake-clock.js'

const lawsOf = (spoil: (store: Required<TokenStore>) => TokenStore) =>
  tokenStoreLaws(() => {
    const clock = createFakeClock()
    return { here: spoil(memoryTokenStore(clock.runtime)), pass: clock.advance }
  })

describe('memoryTokenStore keeps the laws of stores', () => {
  it.each(lawsOf((store) => store))('$name', ({ check }) => check())

  it('and shows nothing of what it keeps', async () => {
    const store = memoryTokenStore()
    await store.write('k', 'a-secret-text', 1_000)
    expect(inspect(store, { depth: 12, showHidden: true })).not.toContain('a-secret-text')
  })
})

describe('the laws tell a bad store from a good one', () => {
  type Spoil = (store: Required<TokenStore>) => TokenStore
  const spoilt: [string, RegExp, Spoil][] = [
    ['forgets', /was written is read/, (store) => ({ ...store, read: async () => undefined })],
    [
      'never forgets',
      /lasts its time/,
      (store) => ({ ...store, write: (key, value) => store.write(key, value, 1e9) }),
    ],
    [
      'has one entry for all keys',
      /keys do not meet/,
      (store) => ({
        ...store,
        read: () => store.read('one'),
        write: (_key, value, ttlMs) => store.write('one', value, ttlMs),
      }),
    ],
    [
      'keeps the first write',
      /last write counts/,
      (store) => ({
        ...store,
        write: async (key, value, ttlMs) => {
          if ((await store.read(key)) === undefined) await store.write(key, value, ttlMs)
        },
      }),
    ],
    [
      'grants every lease',
      /one gets the lease/,
      (store) => ({ ...store, lease: async () => async () => {} }),
    ],
    [
      'never ends a lease',
      /given back is free/,
      (store) => ({
        ...store,
        lease: async (key, ttlMs) => {
          const release = await store.lease(key, ttlMs)
          return release && (async () => {})
        },
      }),
    ],
  ]
  it.each(spoilt)('one that %s', async (_how, law, spoil) => {
    const broken: string[] = []
    for (const { name, check } of lawsOf(spoil)) await check().catch(() => broken.push(name))
    expect(broken.some((name) => law.test(name))).toBe(true)
  })
})

describe('keys and seals', () => {
  const by = (url: string, clientId: string, audience: string) => ({
    tokenUrl: new URL(url),
    clientId,
    audience,
  })
  const own = by('https://vendor.test/oauth/token', 'client', 'https://api.test')

  it('the key depends on everything that a token depends on, and on nothing else', async () => {
    const key = (sealedBy: typeof own, secret: string) =>
      createStoreSeal(sealedBy, secret).then((seal) => seal.key)
    const mine = await key(own, 'secret')
    expect(await key({ ...own }, 'secret')).toBe(mine)
    const others = await Promise.all([
      key(own, 'secreT'),
      key({ ...own, clientId: 'client2' }, 'secret'),
      key({ ...own, audience: 'https://api.test/' }, 'secret'),
      key(by('https://vendor.test/oauth/token2', 'client', 'https://api.test'), 'secret'),
      key(by('https://other.test/oauth/token', 'client', 'https://api.test'), 'secret'),
      // The same letters, divided otherwise.
      key({ ...own, clientId: 'clienthttps:', audience: '//api.test' }, 'secret'),
    ])
    expect(new Set([mine, ...others]).size).toBe(others.length + 1)
  })

  it('the key is a digest: nothing can be read in it', async () => {
    const { key } = await createStoreSeal(own, 'secret')
    expect(key).toMatch(/^firstaml-token-[\da-f]{64}$/)
    // Pinned: another version of the package must find what this one wrote. Made with openssl.
    expect(key).toBe(
      'firstaml-token-8263de3cfe4ad3aedfd71e3f67d64cac3451ebd348af5b454520ce875b01b416',
    )
  })

  it('what was sealed opens again, and nothing else does', async () => {
    const seal = await createStoreSeal(own, 'secret')
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.nat(), async (text, at) => {
        const sealed = await seal.seal(text)
        expect(await seal.open(sealed)).toBe(text)
        const index = at % sealed.length
        const flipped = sealed[index] === '0' ? '1' : '0'
        const tampered = sealed.slice(0, index) + flipped + sealed.slice(index + 1)
        expect(await seal.open(tampered)).toBeUndefined()
        expect(await seal.open(text)).toBeUndefined()
      }),
      { numRuns: 50 },
    )
  })

  it('a seal opens under its own key and secret only', async () => {
    const sealed = await (await createStoreSeal(own, 'secret')).seal('text')
    for (const [sealedBy, secret] of [
      [own, 'other'],
      [{ ...own, clientId: 'other' }, 'secret'],
      [{ ...own, audience: 'other' }, 'secret'],
      [by('https://other.test/', 'client', 'https://api.test'), 'secret'],
    ] as const) {
      expect(await (await createStoreSeal(sealedBy, secret)).open(sealed)).toBeUndefined()
    }
  })
})
