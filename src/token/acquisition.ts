/**
 * One acquisition, from the secret to the token, within one time limit: through the store where
 * there is one, and otherwise straight from the token endpoint.
 */
import { untilAborted } from '../base/abort.js'
import type { EventListener, TokenRequestReason } from '../base/events.js'
import { readSecret } from './client-secret.js'
import { withinTime } from './deadline.js'
import type { AcquiredToken, shareToken } from './shared-token.js'
import { loadSharing } from './sharing.js'
import { type MintedToken, type MintSettings, mintToken, noAnswer } from './token-mint.js'
import type { TokenStore } from './token-store.js'

export interface AcquisitionSettings extends MintSettings {
  /** Limit for the whole acquisition, in milliseconds. */
  readonly timeoutMs: number
  readonly store: TokenStore | undefined
  /** Limit for one call of the store, in milliseconds. */
  readonly storeTimeoutMs: number
}

export interface Acquisition {
  readonly reason: TokenRequestReason
  /** Token requests that it may make. */
  readonly attempts: number
  /** Tells whether a token from the store is worth having. */
  readonly isWanted: (found: MintedToken) => boolean
}

/**
 * @param closing - fires when the token source is disposed of.
 * @throws TokenRefusedError, TokenUnavailableError, or the reason of `closing`.
 */
export function acquireToken(
  settings: AcquisitionSettings,
  { reason, attempts, isWanted }: Acquisition,
  closing: AbortSignal,
): Promise<AcquiredToken> {
  const { runtime, timeoutMs, attemptTimeoutMs, store, emit } = settings
  return withinTime(
    runtime,
    timeoutMs,
    () => noAnswer(settings, timeoutMs),
    closing,
    async (signal) => {
      const secret = await readSecret(settings.clientSecret, signal)
      const mint = () => mintToken(settings, secret, reason, attempts, signal)
      if (!store) return { minted: await mint(), shared: false }
      const share = await sharingInTime(settings, signal)
      if (!share) {
        emit({ type: 'store_failed', step: 'seal', problem: 'failed' })
        return { minted: await mint(), shared: false }
      }
      // A third, so that a lease that its owner lost leaves time for two more.
      const leaseMs = Math.ceil(Math.min(attemptTimeoutMs, timeoutMs / 3))
      // A lease is given back behind the caller's back, and may meet a store that was closed since.
      const tell: EventListener = (event) => {
        if (!closing.aborted) emit(event)
      }
      return share({ ...settings, emit: tell, store, leaseMs }, secret, isWanted, mint, signal)
    },
  )
}

/**
 * @returns undefined where it cannot be loaded in the time that a call of the store has: like any
 * failure of the store, that fails no operation.
 */
function sharingInTime(
  { runtime, storeTimeoutMs }: AcquisitionSettings,
  signal: AbortSignal,
): Promise<typeof shareToken | undefined> {
  return withinTime(
    runtime,
    storeTimeoutMs,
    () => undefined,
    signal,
    (limited) => untilAborted(loadSharing(), limited),
  ).catch(() => undefined)
}
