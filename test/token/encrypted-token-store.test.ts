import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encryptedTokenStore, memoryTokenStore, type TokenStore } from '../../src/index.js'
import { tokenStoreLaws } from '../../src/testing/index.js'
import { createFakeClock } from '../support/fake-clock.js'
import { tokenResponse } from '../support/scripted-fetch.js'
import { createSourceRig } from './source-rig.js'

const [oldKey, newKey] = [randomBytes(32), randomBytes(32).toString('base64')]

describe('encryptedTokenStore keeps the laws of stores', () => {
  it.each(
    tokenStoreLaws(() => {
      const { runtime, advance } = createFakeClock()
      return { here: encryptedTokenStore(memoryTokenStore(runtime), [newKey]), pass: advance }
    }),
  )('$name', ({ check }) => check())
})

describe('encryptedTokenStore', () => {
  it('keeps nothing in clear, and no two equal texts', async () => {
    const inner = memoryTokenStore()
    const store = encryptedTokenStore(inner, [newKey])
    await store.write('one', 'the same text', 1_000)
    await store.write('two', 'the same text', 1_000)
    const [one, two] = [await inner.read('one'), await inner.read('two')]
    expect(one).toMatch(/^aes-gcm\.[\w+/=]+\.[\w+/=]+$/)
    expect(one).not.toBe(two)
    expect(atob(one?.split('.')[2] ?? '')).not.toContain('the same text')
  })

  it('opens what an old key wrote, and writes with the first', async () => {
    const inner = memoryTokenStore()
    await encryptedTokenStore(inner, [oldKey]).write('key', 'old text', 1_000)
    const rotated = encryptedTokenStore(inner, [newKey, oldKey])
    expect(await rotated.read('key')).toBe('old text')
    await rotated.write('key', 'new text', 1_000)
    expect(await encryptedTokenStore(inner, [newKey]).read('key')).toBe('new text')
    expect(await encryptedTokenStore(inner, [oldKey]).read('key')).toMatch(/^aes-gcm\./)
  })

  it('opens nothing that was copied to another key, cut or changed', async () => {
    const inner = memoryTokenStore()
    const store = encryptedTokenStore(inner, [newKey])
    // Of a length without padding, whose last bits would mean nothing.
    await store.write('key', 'texts', 1e6)
    const kept = (await inner.read('key')) ?? ''
    await inner.write('other', kept, 1e6)
    expect(await store.read('other')).toBe(kept)
    await fc.assert(
      fc.asyncProperty(fc.nat(kept.length - 1), async (at) => {
        const tampered = kept.slice(0, at) + (kept[at] === 'A' ? 'B' : 'A') + kept.slice(at + 1)
        await inner.write('key', tampered, 1e6)
        await inner.write('cut', kept.slice(0, at), 1e6)
        expect(await store.read('key')).toBe(tampered)
        expect(await store.read('cut')).toBe(kept.slice(0, at))
      }),
      { numRuns: 60 },
    )
  })

  it('reading never throws, whatever is kept', async () => {
    const inner = memoryTokenStore()
    const store = encryptedTokenStore(inner, [newKey])
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.boolean(), async (text, marked) => {
        const kept = marked ? `aes-gcm.${text}` : text
        await inner.write('key', kept, 1e6)
        expect(await store.read('key')).toBe(kept)
      }),
    )
  })

  it('costs a source one token when the key is lost, and says so', async () => {
    const inner = memoryTokenStore()
    const rig = (key: string | Uint8Array) =>
      createSourceRig((_call, index) => tokenResponse(`t${index + 1}`), {
        store: encryptedTokenStore(inner, [key]),
      })
    const [first, second, third] = [rig(oldKey), rig(newKey), rig(newKey)]
    await first.value()
    await second.value()
    expect(second.requests()).toBe(1)
    expect(second.eventsOf('store_failed')).toEqual([
      { type: 'store_failed', step: 'open', problem: 'not_ours' },
    ])
    await third.value()
    expect(third.requests()).toBe(0)
  })

  it('leaves out the lease where there is none', () => {
    const { read, write } = memoryTokenStore()
    const store: TokenStore = encryptedTokenStore({ read, write }, [newKey])
    expect(store.lease).toBeUndefined()
  })

  it.each([[[]], [['']], [['not base64 !']], [[new Uint8Array(31)]], [[newKey, 'c2hvcnQ=']]])(
    'refuses keys that cannot work: %#',
    (keys) => {
      expect(() => encryptedTokenStore(memoryTokenStore(), keys)).toThrow(
        /^encryptionKeys.*openssl rand -base64 32/,
      )
    },
  )
})
