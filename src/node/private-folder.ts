/** A folder that nobody but its owner can look into, and where such a folder belongs. */
import { lstat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { TokenStoreError } from '../token/token-store-error.js'
import type { Environment } from './environment.js'
import { makeFolder } from './make-folder.js'

/**
 * The platform's place for caches, since a token can be had again and has no business in a backup:
 * `$XDG_CACHE_HOME` or `~/.cache`, `~/Library/Caches`, `%LOCALAPPDATA%`.
 */
export function defaultCacheFolder(
  platform: NodeJS.Platform = process.platform,
  env: Environment = process.env,
): string {
  const own = 'firstaml-client'
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), own, 'Cache')
  }
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', own)
  // The XDG convention has relative paths ignored.
  const base = env.XDG_CACHE_HOME
  return join(base && isAbsolute(base) ? base : join(homedir(), '.cache'), own)
}

/** Makes the folder if need be. @throws TokenStoreError when it is not private. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await makeFolder(folder, 0o700)
  await assertPrivateFolder(folder)
}

/** @throws TokenStoreError when others can look into it, or own it. */
export async function assertPrivateFolder(folder: string): Promise<void> {
  // Not followed: whoever planted a link would say where tokens go.
  const found = await lstat(folder)
  if (!found.isDirectory()) {
    throw new TokenStoreError(
      `${folder} is not a folder. Give fileTokenStore a folder of its own, not a link.`,
    )
  }
  assertPrivate(folder, found, '700')
}

/** Windows has neither modes nor owners here; its profile folders are private by themselves. */
export function assertPrivate(
  path: string,
  { mode, uid }: { readonly mode: number; readonly uid: number },
  wanted: string,
): void {
  const self = process.getuid?.()
  if (self === undefined) return
  if (uid !== self) {
    throw new TokenStoreError(
      `${path} belongs to another user (uid ${uid}, and this process is ${self}). Give fileTokenStore a folder of its own.`,
    )
  }
  if ((mode & 0o077) !== 0) {
    const is = (mode & 0o777).toString(8)
    throw new TokenStoreError(
      `${path} is open to other users (mode ${is}). Ask First AML for a new secret if they are not trusted, then run: chmod ${wanted} '${path}'`,
    )
  }
}
