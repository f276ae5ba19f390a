import type { SandboxClock } from '../clock.js'

/** A moment on both clocks: the sandbox's own, and the one that really runs. In milliseconds. */
export interface Moment {
  readonly clockMs: number
  readonly monotonicMs: number
}

/**
 * How long somebody waited, in milliseconds: what the clock shows that passed more.
 *
 * A client on a fake clock waits on the sandbox's clock while no real time passes; a real client of
 * a sandbox whose clock stands still waits in real time. Either has waited.
 */
export function waitedMs(since: Moment, until: Moment): number {
  return Math.max(until.clockMs - since.clockMs, until.monotonicMs - since.monotonicMs)
}

/** Gives the present moment. */
export function createMoments(clock: SandboxClock, monotonic: () => number): () => Moment {
  return () => ({ clockMs: clock.now(), monotonicMs: monotonic() })
}
