import { randomUUID } from 'node:crypto'
import { open, readFile, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { makeFolder } from '../node/make-folder.js'

/** Reads a file as UTF-8. @returns undefined where there is none. */
export async function readFileIfAny(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** A file written but not yet in place. */
export interface StagedFile {
  /** Puts it in place of the old one, in one step. */
  readonly commit: () => Promise<void>
  /** Removes it, leaving the old one. */
  readonly discard: () => Promise<void>
}

/**
 * Writes a text next to the file that it is to replace.
 *
 * A reader sees the old text or the new one, never a part; a full disk or a crash leaves the old
 * one. A symbolic link stays one: the file that it points to is replaced.
 */
export async function stageFile(path: string, text: string): Promise<StagedFile> {
  await makeFolder(dirname(path))
  const target = await realpath(path).catch((error) => {
    if (isMissing(error)) return path
    throw error
  })
  const staged = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`)
  const discard = () => rm(staged, { force: true })
  try {
    const file = await open(staged, 'wx')
    try {
      await file.writeFile(text)
      // Without it a power cut after the rename may leave an empty file in place of the old one.
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    await discard()
    throw error
  }
  return {
    commit: async () => {
      try {
        await rename(staged, target)
      } catch (error) {
        await discard()
        throw error
      }
    },
    discard,
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
