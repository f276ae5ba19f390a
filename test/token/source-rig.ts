// A token source with time held still and a token endpoint that answers as the test says.
import { vi } from 'vitest'
import {
  type ClientEvent,
  createTokenSource,
  type TokenSource,
  type TokenSourceOptions,
} from '../../src/index.js'
import { createFakeClock, type FakeClock } from '../support/fake-clock.js'
import { createScriptedFetch, type Script, type ScriptedFetch } from '../support/scripted-fetch.js'
import { fakeCredentials } from '../support/vendor-rig.js'

export interface SourceRig {
  readonly clock: FakeClock
  readonly endpoint: ScriptedFetch
  readonly source: TokenSource
  readonly events: readonly ClientEvent[]
  /** Token requests so far: T. */
  readonly requests: () => number
  /** The value of the token handed out now. */
  readonly value: (rejected?: string) => Promise<string>
  /** What `get` fails with. */
  readonly failure: (rejected?: string) => Promise<unknown>
  readonly eventsOf: <Type extends ClientEvent['type']>(
    type: Type,
  ) => Extract<ClientEvent, { type: Type }>[]
}

export const tokenUrl = 'https://vendor.test/oauth/token'

export function createSourceRig(
  script?: Script,
  options: Partial<TokenSourceOptions> = {},
  clock: FakeClock = createFakeClock(),
): SourceRig {
  const endpoint = createScriptedFetch(script)
  const events: ClientEvent[] = []
  const source = createTokenSource({
    ...fakeCredentials,
    tokenUrl,
    fetch: endpoint.fetch,
    runtime: clock.runtime,
    onEvent: (event: ClientEvent) => events.push(event),
    ...options,
  })
  return {
    clock,
    endpoint,
    source,
    events,
    requests: () => endpoint.calls.length,
    value: async (rejected) => (await source.get({ rejected })).value,
    failure: (rejected) => failureOf(source.get({ rejected })),
    eventsOf: <Type extends ClientEvent['type']>(type: Type) =>
      events.filter((event): event is Extract<ClientEvent, { type: Type }> => event.type === type),
  }
}

/** What a promise fails with; fails itself when it does not. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it should have failed')
}

/** Lets time pass until `promise` settles, in small steps. */
export async function walk<T>(clock: FakeClock, promise: Promise<T>, stepMs = 50): Promise<T> {
  let settled = false
  const done = () => {
    settled = true
  }
  promise.then(done, done)
  await clock.settle()
  for (let steps = 0; !settled && steps < 4_000; steps++) await clock.advance(stepMs)
  return promise
}

/** Waits for what happens outside of the fake clock: sockets, WebCrypto, processes. */
export async function until(condition: () => boolean, what = 'it'): Promise<void> {
  for (let turns = 0; !condition(); turns++) {
    if (turns > 200_000) throw new Error(`${what} did not happen`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/**
 * Lets time pass until `promise` settles, but never while WebCrypto is at work: it runs on threads
 * of its own, and under load a clock held by a test would run away from it.
 */
export async function walkWithCrypto<T>(
  clock: FakeClock,
  promise: Promise<T>,
  stepMs = 1,
): Promise<T> {
  const { working, stopCounting } = countCryptoWork()
  let settled = false
  const done = () => {
    settled = true
  }
  promise.then(done, done)
  try {
    for (let steps = 0; !settled && steps < 5_000; steps++) {
      await clock.settle()
      await until(() => working() === 0, 'WebCrypto')
      await clock.settle()
      if (!settled && working() === 0) await clock.advance(stepMs)
    }
    return await promise
  } finally {
    stopCounting()
  }
}

/** Counts the calls of WebCrypto that are under way from now on. */
function countCryptoWork() {
  const { subtle } = globalThis.crypto
  let calls = 0
  const count = <T>(work: Promise<T>): Promise<T> => {
    calls++
    return work.finally(() => {
      calls--
    })
  }
  const { digest, importKey, sign, verify } = SubtleCrypto.prototype
  const spies = [
    vi.spyOn(subtle, 'digest').mockImplementation((...args) => count(digest.apply(subtle, args))),
    vi.spyOn(subtle, 'sign').mockImplementation((...args) => count(sign.apply(subtle, args))),
    vi.spyOn(subtle, 'verify').mockImplementation((...args) => count(verify.apply(subtle, args))),
    vi.spyOn(subtle, 'importKey').mockImplementation((...args: unknown[]) => {
      const work: unknown = Reflect.apply(importKey, subtle, args)
      return count(work as Promise<CryptoKey>)
    }),
  ]
  const stopCounting = () => {
    for (const spy of spies) spy.mockRestore()
  }
  return { working: () => calls, stopCounting }
}
