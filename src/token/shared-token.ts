/**
 * One acquisition through a store: look, take a turn, look again, ask, write.
 *
 * Whoever has the lease asks the token endpoint; the others look for what it brings. Every call of
 * the store is bounded, and after the first that fails the store is left alone for the rest of the
 * acquisition: a broken store costs one wait, and at worst one token more.
 */
import { sleep } from '../base/abort.js'
import { type BackoffOptions, backoffMs } from '../base/backoff.js'
import { guardStoreCalls, type StoreCallSettings } from './store-calls.js'
import { createStoreSeal, type SealedBy } from './store-seal.js'
import { readStoredToken, writeStoredToken } from './stored-token.js'
import type { MintedToken } from './token-mint.js'
import type { ReleaseLease, TokenStore } from './token-store.js'

export interface SharingSettings extends SealedBy, StoreCallSettings {
  readonly store: TokenStore
  /** How long a lease lasts that nobody gives back, in milliseconds. */
  readonly leaseMs: number
}

/** A token, and whether another owner asked for it. */
export interface AcquiredToken {
  readonly minted: MintedToken
  readonly shared: boolean
}

/** How often those without the lease look. */
const polling: BackoffOptions = { baseMs: 25, maxMs: 250 }

/** Lease times that one waits for another: its own may begin when the first owner's has run out. */
const patience = 2

/**
 * @param isWanted - tells whether a token from the store is worth having.
 * @param mint - asks the token endpoint.
 */
export async function shareToken(
  settings: SharingSettings,
  secret: string,
  isWanted: (found: MintedToken) => boolean,
  mint: () => Promise<MintedToken>,
  signal: AbortSignal,
): Promise<AcquiredToken> {
  const { store, runtime, leaseMs } = settings
  const { attempt, complain, isBroken } = guardStoreCalls(settings, signal)
  const seal = await createStoreSeal(settings, secret).catch(() => complain('seal', 'failed'))
  if (!seal) return { minted: await mint(), shared: false }

  const look = async () => {
    const sealed = await attempt('read', () => store.read(seal.key))
    if (sealed === undefined || sealed === null) return undefined
    const text = typeof sealed === 'string' ? await seal.open(sealed) : undefined
    const found = text === undefined ? undefined : readStoredToken(text, runtime)
    if (!found) complain('open', 'not_ours')
    return found && isWanted(found) ? found : undefined
  }

  const takeTurn = () =>
    attempt('lease', async (waitedFor) => {
      const release = await store.lease?.(seal.key, leaseMs)
      if (waitedFor.aborted) giveBack(release)
      return release
    })

  const giveBack = (release: ReleaseLease | null | undefined) => {
    Promise.resolve()
      .then(release)
      .catch((error) => complain('release', 'failed', error))
  }

  const askAndWrite = async () => {
    const minted = await mint()
    if (isWanted(minted) && !minted.rotated) {
      const text = await seal.seal(writeStoredToken(minted))
      const ttlMs = Math.ceil(minted.token.lifetimeMs)
      await attempt('write', () => store.write(seal.key, text, ttlMs))
    }
    return { minted, shared: false }
  }

  const patientUntil = runtime.monotonic() + leaseMs * patience
  for (let looks = 1; ; looks++) {
    const found = await look()
    if (found) return { minted: found, shared: true }
    if (!store.lease || isBroken()) return askAndWrite()
    const release = await takeTurn()
    if (release) {
      try {
        const written = await look()
        return written ? { minted: written, shared: true } : await askAndWrite()
      } finally {
        giveBack(release)
      }
    }
    if (isBroken() || runtime.monotonic() >= patientUntil) return askAndWrite()
    await sleep(runtime, backoffMs(looks, polling, runtime.random()), signal)
  }
}
