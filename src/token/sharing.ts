import type { shareToken } from './shared-token.js'

type ShareToken = typeof shareToken

let brought: ShareToken | undefined

/** Has the sharing of tokens at hand, as a store does that comes with it; others have it loaded. */
export function bringSharing(share: ShareToken): void {
  brought = share
}

/** Most clients have no store, and do not carry along what sharing a token takes. */
export async function loadSharing(): Promise<ShareToken> {
  return brought ?? (await import('./late-sharing.js')).shareToken
}
