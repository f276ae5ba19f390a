// What the laws are written with. Nothing here knows a test runner.
import type { ReleaseLease, TokenStore } from '../token/token-store.js'

/** A law's name, and what throws when it is broken. */
export type Law = readonly [
  name: string,
  holds: (store: {
    readonly here: TokenStore
    readonly there: TokenStore
    readonly pass: (ms: number) => Promise<unknown>
  }) => Promise<void>,
]

export const key = 'firstaml-token-0123456789abcdef'
export const otherKey = 'firstaml-token-fedcba9876543210'

/** Longer than any law takes, in milliseconds. */
export const longMs = 60_000

export async function assertNothing(giving: Promise<unknown>, what: string): Promise<void> {
  const given = (await giving) ?? undefined
  if (given !== undefined) throw new Error(`${what} should have given nothing`)
}

export async function assertRead(
  store: TokenStore,
  under: string,
  expected: string,
): Promise<void> {
  const found = await store.read(under)
  if (found === expected) return
  throw new Error(`read should have given ${show(expected)}, not ${show(found)}`)
}

/** @returns the way to give the lease back. */
export async function assertGranted(
  leasing: Promise<ReleaseLease | null | undefined>,
): Promise<ReleaseLease> {
  const release = await leasing
  if (typeof release === 'function') return release
  throw new Error('lease should have been granted, and given the function that gives it back')
}

export function leaseOf(
  store: TokenStore,
  leased = key,
  ttlMs = longMs,
): Promise<ReleaseLease | null | undefined> {
  if (!store.lease) {
    throw new Error('the store has no lease; leave these laws out with { lease: false }')
  }
  return store.lease(leased, ttlMs)
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 80)
}
