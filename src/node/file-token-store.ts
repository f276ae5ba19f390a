/**
 * A token store in files, for the processes of one machine: cluster workers, jobs started by a
 * timer, a command line tool.
 *
 * An entry is put beside its place and renamed into it, so that whoever reads finds the old one or
 * the new one, whole. Folder and files are the user's own; what others can read is refused rather
 * than used or silently mended, since it may have been read already.
 */
import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { open, readdir, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Runtime } from '../base/runtime.js'
import { type EncryptionKey, encryptedTokenStore } from '../token/encrypted-token-store.js'
import type { TokenStore } from '../token/token-store.js'
import { takeFileLease } from './file-lease.js'
import {
  assertPrivate,
  assertPrivateFolder,
  defaultCacheFolder,
  makePrivateFolder,
} from './private-folder.js'
import { isSystemError } from './system-error.js'

/** Where `fileTokenStore` keeps its entries, and whether they are encrypted. */
export interface FileTokenStoreOptions {
  /**
   * A folder for the store alone, made when it is needed. Default `firstaml-client` in the
   * platform's place for caches: `$XDG_CACHE_HOME` or `~/.cache`, `~/Library/Caches`,
   * `%LOCALAPPDATA%`.
   */
  readonly folder?: string | undefined
  /** Encrypts entries; see `encryptedTokenStore`. Default: they are signed only. */
  readonly encryptionKeys?: readonly EncryptionKey[] | undefined
  /** The clock, for tests. */
  readonly runtime?: Pick<Runtime, 'now'> | undefined
}

interface Entry {
  readonly value: string
  /** Milliseconds since the epoch. */
  readonly endsAt: number
}

/** Nothing of ours is longer, in bytes. */
const longestEntry = 1_048_576

/** Older than this, in milliseconds, a file beside its place was left by a process that died. */
const leftBehindAfterMs = 60_000

/**
 * Keeps tokens in files of mode 0600 in a folder of mode 0700.
 *
 * Its calls fail with a `TokenStoreError` when others could read the folder or a file; the message
 * says which, and what to do.
 *
 * @throws TypeError when an option cannot work.
 *
 * @example
 * ```ts
 * const client = clientFromEnv({ tokenStore: fileTokenStore() })
 * ```
 */
export function fileTokenStore(options: FileTokenStoreOptions = {}): TokenStore {
  // A path alone would be passed over, and tokens kept where nobody looks for them.
  if (typeof options !== 'object') {
    throw new TypeError("fileTokenStore takes options: fileTokenStore({ folder: '/path' }).")
  }
  const { folder: given = defaultCacheFolder(), encryptionKeys, runtime } = options
  if (typeof given !== 'string' || given === '') {
    throw new TypeError('folder must be the path of a folder.')
  }
  const folder = resolve(given)
  const now = runtime?.now ?? Date.now

  const store: TokenStore = {
    read: async (key) => {
      const text = await readPrivateFile(folder, join(folder, `${nameOf(key)}.json`))
      if (text === undefined) return undefined
      const entry = readEntry(text)
      // Handed on as it is: the source says that it is not its own, and writes anew.
      if (!entry) return text
      return now() < entry.endsAt ? entry.value : undefined
    },
    write: async (key, value, ttlMs) => {
      await makePrivateFolder(folder)
      const entry: Entry = { value, endsAt: now() + ttlMs }
      await replaceFile(folder, nameOf(key), JSON.stringify(entry))
    },
    lease: async (key, ttlMs) => {
      await makePrivateFolder(folder)
      const release = await takeFileLease(folder, nameOf(key), ttlMs, now)
      if (release) await clearLeftBehind(folder)
      return release
    },
  }
  return encryptionKeys ? encryptedTokenStore(store, encryptionKeys) : store
}

/** A digest: any key makes a file name, on any file system. */
function nameOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

async function readPrivateFile(folder: string, path: string): Promise<string | undefined> {
  try {
    await assertPrivateFolder(folder)
    const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
    try {
      const found = await file.stat()
      assertPrivate(path, found, '600')
      return found.size > longestEntry ? '' : await file.readFile('utf8')
    } finally {
      await file.close()
    }
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined
    throw error
  }
}

async function replaceFile(folder: string, name: string, text: string): Promise<void> {
  const beside = join(folder, `${name}.${randomUUID()}.tmp`)
  try {
    await writeFile(beside, text, { flag: 'wx', mode: 0o600 })
    await rename(beside, join(folder, `${name}.json`))
  } catch (error) {
    await unlink(beside).catch(() => {})
    throw error
  }
}

async function clearLeftBehind(folder: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    if (!entry.endsWith('.tmp')) continue
    const path = join(folder, entry)
    // It may be gone by now, and need not be cleared by us.
    const found = await stat(path).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > leftBehindAfterMs) await unlink(path).catch(() => {})
  }
}

function readEntry(text: string): Entry | undefined {
  try {
    const { value, endsAt } = JSON.parse(text) as Record<string, unknown>
    return typeof value === 'string' && typeof endsAt === 'number' ? { value, endsAt } : undefined
  } catch {
    return undefined
  }
}
