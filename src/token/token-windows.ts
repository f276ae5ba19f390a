/** How early a token's end casts its shadow, in milliseconds before the end. */
export interface TokenWindows {
  /** From here on a fresh token is asked for in the background. 0 when that is switched off. */
  readonly softMs: number
  /** From here on operations wait for a fresh token: this one may end on its way. */
  readonly hardMs: number
}

/** The soft window's length unless the application says otherwise, in milliseconds. */
export const defaultRefreshAheadMs = 60_000

const longestHardWindowMs = 5_000

/**
 * Windows for one token. Both shrink with the lifetime: the soft one is never longer than a
 * twentieth of it, the hard one never longer than a fiftieth.
 *
 * First AML's go-live review objects to asking while the last token is good, which is why the soft
 * window is short. Its start is drawn per token, between half of the window and the whole, so that
 * a fleet that started together does not refresh together.
 *
 * @param random - a number from 0 to 1.
 */
export function tokenWindows(
  lifetimeMs: number,
  refreshAheadMs: number,
  random: number,
): TokenWindows {
  const longestSoftMs = Math.min(refreshAheadMs, lifetimeMs / 20)
  const hardMs = Math.min(longestHardWindowMs, lifetimeMs / 50)
  return refreshAheadMs === 0
    ? { softMs: 0, hardMs }
    : {
        softMs: longestSoftMs * (0.5 + 0.5 * random),
        hardMs: Math.min(hardMs, longestSoftMs / 4),
      }
}
