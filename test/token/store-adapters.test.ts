// Key-value libraries as token stores, by the adapters of docs/share-tokens.md, letter for letter.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Keyv } from 'keyv'
import { createStorage } from 'unstorage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TokenStore } from '../../src/index.js'
import { tokenStoreLaws } from '../../src/testing/index.js'

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

function createKeyvStore(): TokenStore {
  const keyv = new Keyv({ namespace: 'firstaml', throwOnErrors: true })

  const tokenStore: TokenStore = {
    read: (key) => keyv.get<string>(key),
    write: (key, value, ttlMs) => keyv.set(key, value, ttlMs),
  }
  return tokenStore
}

function createUnstorageStore(): TokenStore {
  const storage = createStorage()

  const tokenStore: TokenStore = {
    read: async (key) => {
      const entry = await storage.getItem<{ value: string; endsAt: number }>(key)
      return entry && Date.now() < entry.endsAt ? entry.value : undefined
    },
    write: (key, value, ttlMs) =>
      storage.setItem(key, { value, endsAt: Date.now() + ttlMs }, { ttl: Math.ceil(ttlMs / 1000) }),
  }
  return tokenStore
}

describe.each([
  ['keyv', createKeyvStore],
  ['unstorage', createUnstorageStore],
])('%s behind its adapter keeps the laws of stores', (_name, createStore) => {
  const laws = tokenStoreLaws(
    () => ({
      here: createStore(),
      pass: async (ms) => vi.setSystemTime(Date.now() + ms),
    }),
    { lease: false },
  )
  it.each(laws)('$name', ({ check }) => check())
})

it('the documentation shows the adapters that are tested here', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/share-tokens.md'), 'utf8')
  const adapters = readFileSync(import.meta.filename, 'utf8').matchAll(
    / {2}const (?:keyv|storage) = [\s\S]*?\n {2}\}\n/g,
  )
  const dedented = [...adapters].map(([text]) => text.replaceAll(/^ {2}/gm, ''))
  expect(dedented).toHaveLength(2)
  for (const adapter of dedented) expect(page).toContain(adapter)
})
