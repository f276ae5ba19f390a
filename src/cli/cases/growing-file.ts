/** The file of an export that is not finished: it can be cut back to where it was right, and grow. */
import { constants } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { isMissing } from '../files/system-errors.js'

export interface GrowingFile {
  /** Bytes so far. */
  readonly bytes: number
  /** Appends text, and comes back when it is on the disk. */
  readonly append: (text: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** Begins anew; what was there is removed, not written over, since it may have a second name. */
export async function startFile(path: string): Promise<GrowingFile> {
  await rm(path, { force: true })
  return growingFile(await open(path, 'wx', 0o600), 0)
}

/**
 * Goes on after so many bytes; what stands behind them is cut off.
 *
 * @returns undefined when there is no such file of ours, or less in it.
 */
export async function continueFile(path: string, bytes: number): Promise<GrowingFile | undefined> {
  let handle: FileHandle
  try {
    handle = await open(path, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0))
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
  try {
    const found = await handle.stat()
    // In a shared folder, somebody else's file would be theirs to read.
    const isOurs = found.isFile() && [found.uid, -1].includes(userInfo().uid)
    // A second name is that of a finished export, from a run that died just after it had given it.
    const isFinished = found.nlink > 1
    if (isOurs && !isFinished && found.size >= bytes) {
      await handle.truncate(bytes)
      return growingFile(handle, bytes)
    }
  } catch (error) {
    await handle.close()
    throw error
  }
  await handle.close()
  return undefined
}

function growingFile(handle: FileHandle, start: number): GrowingFile {
  let bytes = start
  return {
    get bytes() {
      return bytes
    },
    append: async (text) => {
      const part = Buffer.from(text)
      for (let at = 0; at < part.byteLength; ) {
        const { bytesWritten } = await handle.write(part, at, part.byteLength - at, bytes + at)
        at += bytesWritten
      }
      bytes += part.byteLength
      await handle.datasync()
    },
    close: () => handle.close(),
  }
}
