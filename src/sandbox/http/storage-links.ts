import type { SandboxClock } from '../clock.js'
import type { Signer } from '../signer.js'

/** Addresses in storage that need no token and stop working. */
export interface StorageLinks {
  /** The address of what has that path, good for five minutes of the sandbox's clock. */
  readonly linkTo: (path: string) => string
  /** What is wrong with an address that came in, if anything. */
  readonly inspect: (url: URL) => 'ok' | 'expired' | 'forged'
}

const lifetimeMs = 5 * 60_000

/** @param storageUrl Origin of the storage; known once it listens. */
export function createStorageLinks(
  storageUrl: () => string,
  clock: SandboxClock,
  sign: Signer,
): StorageLinks {
  const signatureOf = (path: string, expires: string) => sign(`storage ${path} ${expires}`)
  return {
    linkTo(path) {
      const expires = String(clock.now() + lifetimeMs)
      const query = `expires=${expires}&signature=${signatureOf(path, expires)}`
      return `${storageUrl()}${path}?${query}`
    },
    inspect({ pathname, searchParams }) {
      const expires = searchParams.get('expires') ?? ''
      if (searchParams.get('signature') !== signatureOf(pathname, expires)) return 'forged'
      return clock.now() < Number(expires) ? 'ok' : 'expired'
    },
  }
}
