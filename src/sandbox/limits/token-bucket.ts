import type { SandboxClock } from '../clock.js'

/** A store of permits that fills up by the clock. */
export interface TokenBucket {
  /** Takes one out, if there is one. */
  readonly take: () => boolean
  /** Whole permits that are there now. */
  readonly remaining: () => number
  /** Whole seconds until there is one; 0 if there is. */
  readonly secondsToNext: () => number
  /** Whole seconds until it is full. */
  readonly secondsToFull: () => number
  /** Makes it full. */
  readonly refill: () => void
}

/** What rounding may take away from a permit that a whole second was waited for. */
const epsilon = 1e-9

/** Makes a full one. When the clock goes back it fills no faster, and loses nothing. */
export function createTokenBucket(
  { perSecond, burst }: { readonly perSecond: number; readonly burst: number },
  clock: SandboxClock,
): TokenBucket {
  let level = burst
  let filledAt = clock.now()

  function fill(): number {
    const now = clock.now()
    const elapsedMs = Math.max(0, now - filledAt)
    level = Math.min(burst, level + (elapsedMs / 1000) * perSecond)
    filledAt = now
    return level
  }

  return {
    take() {
      if (fill() + epsilon < 1) return false
      level = Math.max(0, level - 1)
      return true
    },
    remaining: () => Math.floor(fill() + epsilon),
    secondsToNext: () => secondsTo(1),
    secondsToFull: () => secondsTo(burst),
    refill() {
      level = burst
      filledAt = clock.now()
    },
  }

  function secondsTo(wanted: number): number {
    return Math.max(0, Math.ceil((wanted - fill() - epsilon) / perSecond))
  }
}
