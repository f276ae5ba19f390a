import { link, lstat, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { CommandFailure } from '../failures.js'
import { hasCode, isMissing } from './system-errors.js'

/** @throws CommandFailure when something has the name already. */
export async function requireFreeName(path: string): Promise<void> {
  try {
    await lstat(path)
  } catch (error) {
    if (isMissing(error)) return
    throw error
  }
  throw nameTaken(path)
}

/**
 * Gives a file that is whole its name.
 *
 * @param overwrite - whether it may take the place of another file.
 * @throws CommandFailure when the name is taken and may not be.
 */
export async function claimName(from: string, to: string, overwrite: boolean): Promise<void> {
  if (overwrite) await rename(from, to)
  else {
    try {
      await link(from, to)
      await rm(from)
    } catch (error) {
      if (hasCode(error, 'EEXIST')) throw nameTaken(to)
      // A file system without links: what is left is to look once more.
      await requireFreeName(to)
      await rename(from, to)
    }
  }
  await syncFolder(dirname(to))
}

function nameTaken(path: string): CommandFailure {
  return new CommandFailure(`${path} exists already. Choose another name, or add --overwrite.`)
}

/** So that the name outlives a power failure; not every system lets a folder be opened. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  } catch {}
}
