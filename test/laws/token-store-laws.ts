// What every token store has to keep to, as plain functions: any store can be put to them, with any
// test runner. A law throws when it is broken.
import assert from 'node:assert/strict'
import type { TokenStore } from '../../src/index.js'

/** A store under test. */
export interface StoreUnderTest {
  /** Two ways to the same store, as two processes have them; they may be one and the same. */
  readonly here: TokenStore
  readonly there: TokenStore
  /** Lets that many milliseconds pass for the store. */
  readonly pass: (ms: number) => Promise<void>
}

export interface TokenStoreLaw {
  readonly name: string
  /** True for the laws of the optional lease. */
  readonly ofLease: boolean
  readonly holds: (store: StoreUnderTest) => Promise<void>
}

const key = 'firstaml-token-0123456789abcdef'
const otherKey = 'firstaml-token-fedcba9876543210'
const minuteMs = 60_000

async function assertNothing(reading: Promise<unknown>): Promise<void> {
  assert.equal((await reading) ?? undefined, undefined)
}

function leaseOf(store: TokenStore, leased = key, ttlMs = minuteMs) {
  assert.ok(store.lease, 'this law is about leases')
  return store.lease(leased, ttlMs)
}

const entries: [string, TokenStoreLaw['holds']][] = [
  [
    'what was never written reads as nothing',
    async ({ here, there }) => {
      await assertNothing(here.read(key))
      await assertNothing(there.read(key))
    },
  ],
  [
    'what was written is read, letter for letter, by everybody',
    async ({ here, there }) => {
      for (const text of [
        'plain',
        '{"a":"\\u0000"}',
        'ü € 𝄞 \n\t"',
        ' ',
        '0',
        'x'.repeat(16_384),
      ]) {
        await here.write(key, text, minuteMs)
        assert.equal(await here.read(key), text)
        assert.equal(await there.read(key), text)
      }
    },
  ],
  [
    'the last write counts, whoever made it',
    async ({ here, there }) => {
      await here.write(key, 'first', minuteMs)
      await there.write(key, 'second', minuteMs)
      assert.equal(await here.read(key), 'second')
      await here.write(key, 'third', minuteMs)
      assert.equal(await there.read(key), 'third')
    },
  ],
  [
    'writes at the same time leave one of them, whole',
    async ({ here, there }) => {
      const texts = Array.from({ length: 20 }, (_, at) => String(at).repeat(2_000))
      await Promise.all(texts.map((text, at) => (at % 2 ? here : there).write(key, text, minuteMs)))
      const left = await here.read(key)
      assert.ok(typeof left === 'string' && texts.includes(left))
      assert.equal(await there.read(key), left)
    },
  ],
  [
    'keys do not meet',
    async ({ here }) => {
      await here.write(key, 'mine', minuteMs)
      await assertNothing(here.read(otherKey))
      await here.write(otherKey, 'yours', minuteMs)
      assert.equal(await here.read(key), 'mine')
    },
  ],
  [
    'an entry lasts its time and no longer',
    async ({ here, there, pass }) => {
      await here.write(key, 'short', 5_000)
      await here.write(otherKey, 'long', minuteMs)
      await pass(4_000)
      assert.equal(await there.read(key), 'short')
      await pass(1_001)
      await assertNothing(here.read(key))
      await assertNothing(there.read(key))
      assert.equal(await here.read(otherKey), 'long')
    },
  ],
  [
    'a write begins the time anew, and may shorten it',
    async ({ here, pass }) => {
      await here.write(key, 'first', 5_000)
      await pass(4_000)
      await here.write(key, 'second', 5_000)
      await pass(4_000)
      assert.equal(await here.read(key), 'second')
      await here.write(key, 'third', 1_000)
      await pass(1_001)
      await assertNothing(here.read(key))
    },
  ],
]

const leaseEntries: [string, TokenStoreLaw['holds']][] = [
  [
    'of many who ask at once, one gets the lease',
    async ({ here, there }) => {
      const asked = Array.from({ length: 20 }, (_, at) => leaseOf(at % 2 ? here : there))
      const granted = (await Promise.all(asked)).filter((release) => release)
      assert.equal(granted.length, 1)
      await assertNothing(leaseOf(here))
      await assertNothing(leaseOf(there))
    },
  ],
  [
    'a lease given back is free at once, and giving back twice is harmless',
    async ({ here, there }) => {
      const release = await leaseOf(here)
      assert.ok(release)
      await release()
      await release()
      assert.ok(await leaseOf(there))
      await release()
      await assertNothing(leaseOf(here))
    },
  ],
  [
    'a lease that nobody gives back ends with its time',
    async ({ here, there, pass }) => {
      assert.ok(await leaseOf(here, key, 5_000))
      await pass(4_000)
      await assertNothing(leaseOf(there))
      await pass(1_001)
      assert.ok(await leaseOf(there))
    },
  ],
  [
    'who comes too late with giving back does not end the lease of the next',
    async ({ here, there, pass }) => {
      const late = await leaseOf(here, key, 5_000)
      await pass(5_001)
      assert.ok(await leaseOf(there))
      await late?.()
      await assertNothing(leaseOf(here))
    },
  ],
  [
    'leases of different keys do not meet',
    async ({ here, there }) => {
      assert.ok(await leaseOf(here, key))
      assert.ok(await leaseOf(there, otherKey))
    },
  ],
  [
    'lease and entry of one key do not meet',
    async ({ here, there, pass }) => {
      await here.write(key, 'entry', minuteMs)
      const release = await leaseOf(here, key, 5_000)
      assert.equal(await there.read(key), 'entry')
      await here.write(key, 'newer', minuteMs)
      await release?.()
      assert.equal(await there.read(key), 'newer')
      await leaseOf(here, key, 1_000)
      await pass(1_001)
      assert.equal(await there.read(key), 'newer')
    },
  ],
]

export const tokenStoreLaws: readonly TokenStoreLaw[] = [
  ...entries.map(([name, holds]) => ({ name, ofLease: false, holds })),
  ...leaseEntries.map(([name, holds]) => ({ name, ofLease: true, holds })),
]
