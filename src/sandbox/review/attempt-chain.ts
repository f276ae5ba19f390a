// The attempts of one operation that was refused, until one is answered: how long the caller waited
// before each, and whether it waited longer and longer.
import { type Moment, waitedMs } from './moment.js'

/** What the waits of a chain look like. */
export type ChainShape =
  /** Too few waits to tell, or the service itself said how long to wait. */
  | 'open'
  | 'growing'
  /** Always about the same. */
  | 'flat'
  /** Three times in a row without any wait. */
  | 'hammering'

/** One operation that was refused. */
export interface AttemptChain {
  /** What the operation was, in words. */
  readonly what: string
  /** When it was refused last, and what it was told. */
  refusedAt: Moment
  retryAfterMs: number | undefined
  /** Equal requests were under way together, so which is whose repeat cannot be told. */
  isEntangled: boolean
  repeats: number
  /** Waits that the caller chose: how many, the first, the longest after it. In milliseconds. */
  waits: number
  firstWaitMs: number
  longestLaterMs: number
  /** Repeats in a row that did not wait, at present and at most. */
  inHaste: number
  mostInHaste: number
}

/** A wait below this is none: a process needs about as long to come round again. */
const noWaitMs = 50
/** Full jitter may draw a shorter wait after a longer one; this many draws seldom all do. */
const waitsToTell = 3
const growth = 1.2

/** Starts a chain with a refusal. */
export function startChain(what: string, refusedAt: Moment): AttemptChain {
  return {
    what,
    refusedAt,
    retryAfterMs: undefined,
    isEntangled: false,
    repeats: 0,
    waits: 0,
    firstWaitMs: 0,
    longestLaterMs: 0,
    inHaste: 0,
    mostInHaste: 0,
  }
}

/** Notes a repeat and gives how long it was waited for, in milliseconds. */
export function noteRepeat(chain: AttemptChain, at: Moment): number {
  const waited = waitedMs(chain.refusedAt, at)
  chain.repeats += 1
  if (chain.retryAfterMs === undefined && !chain.isEntangled) {
    if (chain.waits === 0) chain.firstWaitMs = waited
    else chain.longestLaterMs = Math.max(chain.longestLaterMs, waited)
    chain.waits += 1
    chain.inHaste = waited < noWaitMs ? chain.inHaste + 1 : 0
    chain.mostInHaste = Math.max(chain.mostInHaste, chain.inHaste)
  }
  return waited
}

/** Tells what the waits so far look like. */
export function shapeOf(chain: AttemptChain): ChainShape {
  const { firstWaitMs, longestLaterMs, mostInHaste, waits } = chain
  if (mostInHaste >= waitsToTell) return 'hammering'
  if (waits < waitsToTell) return 'open'
  return longestLaterMs > firstWaitMs * growth ? 'growing' : 'flat'
}
