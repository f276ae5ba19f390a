import type { AccessToken } from './access-token.js'
import type { MintedToken } from './token-mint.js'
import { tokenWindows } from './token-windows.js'

/** A token in use, with the ends of its use on both clocks. */
export interface HeldToken {
  readonly token: AccessToken
  /** The promise that everybody gets: handing out a held token makes nothing. */
  readonly handedOut: Promise<AccessToken>
  /** From here on a fresh one is asked for in the background; monotonic clock. */
  readonly softAtMonotonic: number
  /** The same on the wall clock. */
  readonly softAt: number
  /** From here on operations wait for a fresh one; monotonic clock. */
  readonly hardAtMonotonic: number
  /** The same on the wall clock. */
  readonly hardAt: number
  /** The token's end on the monotonic clock; the wall clock's is `token.expiresAt`. */
  readonly endsAtMonotonic: number
}

/**
 * Works out how long a token is used.
 *
 * A token that is issued a second time does not live longer for it: servers repeat `expires_in` as
 * it was. It is not asked for again before half of what it has left. Only past its end is a repeated
 * token believed anew, or else every operation would ask.
 *
 * @param previous - the token held before, used up or not.
 * @param random - a number from 0 to 1.
 */
export function holdToken(
  { token: { value, lifetimeMs: issuedMs, scope }, sentAt, sentAtMonotonic }: MintedToken,
  previous: HeldToken | undefined,
  refreshAheadMs: number,
  random: number,
): HeldToken {
  const leftMs =
    previous?.token.value === value ? remainingMs(previous, sentAt, sentAtMonotonic) : 0
  const again = leftMs > 0
  const lifetimeMs = again ? Math.min(issuedMs, leftMs) : issuedMs
  const { softMs, hardMs } = tokenWindows(lifetimeMs, refreshAheadMs, random)
  // Where it is switched off, the window begins never.
  const aheadMs = softMs === 0 ? Number.NEGATIVE_INFINITY : again ? lifetimeMs / 2 : softMs
  const expiresAt = sentAt + lifetimeMs
  const endsAtMonotonic = sentAtMonotonic + lifetimeMs
  const token: AccessToken = { value, expiresAt, ...(scope !== undefined && { scope }) }
  return {
    token,
    handedOut: Promise.resolve(token),
    softAtMonotonic: endsAtMonotonic - aheadMs,
    softAt: expiresAt - aheadMs,
    hardAtMonotonic: endsAtMonotonic - hardMs,
    hardAt: expiresAt - hardMs,
    endsAtMonotonic,
  }
}

/** What a token has left, by the clock that gives it less. */
function remainingMs({ token, endsAtMonotonic }: HeldToken, now: number, monotonic: number) {
  return Math.min(token.expiresAt - now, endsAtMonotonic - monotonic)
}

/** Tells whether operations may go out with the token. One without a lifetime never is. */
export function isUsable(held: HeldToken, now: number, monotonic: number): boolean {
  return spareMs(held, now, monotonic) > 0
}

/** Milliseconds for which operations may still go out with the token. */
export function spareMs({ hardAt, hardAtMonotonic }: HeldToken, now: number, monotonic: number) {
  return Math.min(hardAt - now, hardAtMonotonic - monotonic)
}

/** Tells whether a fresh token is due, by the clock on which it is due first. */
export function isAgeing(held: HeldToken, now: number, monotonic: number): boolean {
  return monotonic >= held.softAtMonotonic || now >= held.softAt
}

/** Tells whether a token found elsewhere is usable, and for longer than the one held. */
export function outlasts(
  found: MintedToken,
  held: HeldToken | undefined,
  refreshAheadMs: number,
  now: number,
  monotonic: number,
): boolean {
  if (found.token.value === held?.token.value) return false
  const offer = holdToken(found, undefined, refreshAheadMs, 0)
  return isUsable(offer, now, monotonic) && offer.endsAtMonotonic > (held?.endsAtMonotonic ?? 0)
}
