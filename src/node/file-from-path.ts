import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ReplayableFile } from '../files/upload-options.js'

/** Bytes that are read at a time. */
const partBytes = 65_536

/**
 * A file on the disk as `client.upload` takes it: read in parts while it is sent, and again from the
 * beginning should it have to be sent twice.
 *
 * @throws TypeError when the path leads to no file; the file system's own errors.
 *
 * @example
 * ```ts
 * await client.upload({ …, file: await fileFromPath('passport.jpg') })
 * ```
 */
export async function fileFromPath(path: string): Promise<ReplayableFile> {
  const stats = await stat(path)
  if (!stats.isFile()) throw new TypeError(`${path} is not a file.`)
  return { name: basename(path), size: stats.size, stream: () => readFile(path) }
}

function readFile(path: string): ReadableStream<Uint8Array> {
  const opening = open(path, 'r')
  // Reported by the first read.
  opening.catch(() => {})
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const file = await opening
        const part = new Uint8Array(partBytes)
        const { bytesRead } = await file.read(part, 0, partBytes).catch(async (error) => {
          await file.close()
          throw error
        })
        if (bytesRead > 0) return controller.enqueue(part.subarray(0, bytesRead))
        await file.close()
        controller.close()
      },
      cancel: async () => {
        await (await opening).close()
      },
    },
    { highWaterMark: 0 },
  )
}
