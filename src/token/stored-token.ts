import { membersOf, parseJson } from '../base/json.js'
import type { Runtime } from '../base/runtime.js'
import { isBearerToken } from './access-token.js'
import type { MintedToken } from './token-mint.js'
import { longestLifetimeMs } from './token-response.js'

/** A token as it stands in a store, before it is sealed. */
export function writeStoredToken({ token, sentAt }: MintedToken): string {
  const { value, lifetimeMs, scope } = token
  return JSON.stringify({ value, sentAt, lifetimeMs, scope })
}

/**
 * Reads a token from a store. Its lifetime counts from when its first owner sent for it; where that
 * is still to come, the two clocks differ and it counts from now, so that nobody's clock lengthens
 * a token's life.
 *
 * @returns undefined for anything that does not say when it ends.
 */
export function readStoredToken(text: string, runtime: Runtime): MintedToken | undefined {
  const { value, sentAt, lifetimeMs, scope } = membersOf(parseJson(text))
  if (!isBearerToken(value)) return undefined
  if (typeof sentAt !== 'number' || typeof lifetimeMs !== 'number') return undefined
  if (!(lifetimeMs > 0 && lifetimeMs <= longestLifetimeMs)) return undefined
  const ageMs = Math.max(0, runtime.now() - sentAt)
  return {
    token: { value, lifetimeMs, ...(typeof scope === 'string' && { scope }) },
    sentAt: runtime.now() - ageMs,
    sentAtMonotonic: runtime.monotonic() - ageMs,
  }
}
