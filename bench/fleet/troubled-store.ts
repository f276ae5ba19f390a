import { memoryTokenStore, type TokenStore } from '../../src/index.js'
import type { VirtualTime } from '../../test/support/virtual-time.js'

/** A store on another machine, with the outages that such a machine has. */
export interface TroubledStore {
  readonly store: Required<TokenStore>
  /** `down` refuses every call, `hangs` answers none; `empty` afterwards if what it kept is lost. */
  readonly breakDown: (how: 'down' | 'hangs') => void
  readonly recover: (empty: boolean) => void
  readonly isBroken: () => boolean
}

/** What one call takes there and back, in milliseconds. */
const roundTripMs = 1

export function createTroubledStore({ runtime, sleep }: VirtualTime): TroubledStore {
  let state: 'well' | 'down' | 'hangs' = 'well'
  let kept = memoryTokenStore(runtime)
  const reach = async <T>(call: () => Promise<T>): Promise<T> => {
    await sleep(roundTripMs)
    if (state === 'down') throw new Error('ECONNREFUSED')
    if (state === 'hangs') return new Promise<T>(() => {})
    return call()
  }
  return {
    store: {
      read: (key) => reach(() => kept.read(key)),
      write: (key, value, ttlMs) => reach(() => kept.write(key, value, ttlMs)),
      lease: async (key, ttlMs) => {
        const release = await reach(() => kept.lease(key, ttlMs))
        return release && (() => reach(release))
      },
    },
    breakDown: (how) => {
      state = how
    },
    recover: (empty) => {
      state = 'well'
      if (empty) kept = memoryTokenStore(runtime)
    },
    isBroken: () => state !== 'well',
  }
}
