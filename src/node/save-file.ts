/** A download as a file: there whole, under its name, or not there at all. */
import { randomUUID } from 'node:crypto'
import { type FileHandle, link, lstat, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { untilAborted } from '../base/abort.js'
import { AbortedError, UnexpectedResponseError } from '../base/errors.js'
import { type ProgressListener, reportProgress } from '../base/progress.js'
import { IncompleteDownloadError } from '../base/transfer-errors.js'
import type { FirstAmlClient } from '../client.js'
import { isSystemError } from './system-error.js'

/** What {@link saveFile} takes besides. */
export interface SaveFileOptions {
  /** Told after each part that was written. */
  readonly onProgress?: ProgressListener | undefined
  /** Ends it with an `AbortedError`, and leaves nothing behind. */
  readonly signal?: AbortSignal | undefined
  /** What to do with a file that has the name already; default false: it stays, and it is an error. */
  readonly overwrite?: boolean | undefined
  /** Permissions of the new file; default `0o600`: what is in it is people's data. */
  readonly mode?: number | undefined
}

/** What was saved. */
export interface SavedFile {
  /** Absolute. */
  readonly path: string
  readonly bytes: number
}

/**
 * Downloads a file to a path, in constant memory. The bytes go into a temporary file beside it,
 * which gets the name once they are all on the disk; after any failure there is neither.
 *
 * @param source - a `contentsUrl`, or a response such as `client.pdf` gives.
 * @throws FirstAmlError as `client.download` and its body do, and for a response whose status is that
 * of a refusal; an `Error` with `code` `EEXIST` when the path is taken and `overwrite` is not set;
 * the file system's own errors.
 *
 * @example
 * ```ts
 * const { bytes } = await saveFile(client, contentsUrl, 'passport.jpg')
 * ```
 */
export async function saveFile(
  client: Pick<FirstAmlClient, 'download'>,
  source: string | URL | Response,
  path: string,
  options: SaveFileOptions = {},
): Promise<SavedFile> {
  const { signal, overwrite = false, mode = 0o600 } = options
  const target = resolve(path)
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`)
  try {
    // Before the download; the name is claimed for certain only at the end.
    if (!overwrite) await requireFree(target)
    const file = await open(temporary, 'wx', mode)
    let bytes: number
    try {
      const response = isAddress(source)
        ? await client.download(source, { signal })
        : requireFile(source)
      bytes = await writeBody(file, response, options)
      await file.sync()
    } finally {
      await file.close()
    }
    throwIfAborted(signal)
    await (overwrite ? rename(temporary, target) : claim(temporary, target))
    await syncFolder(dirname(target))
    return { path: target, bytes }
  } catch (error) {
    await rm(temporary, { force: true })
    if (!isAddress(source) && !source.bodyUsed) await source.body?.cancel()
    throw error
  }
}

/** An answer that was refused has a body too, which nobody must find under the file's name. */
function requireFile(response: Response): Response {
  if (response.ok) return response
  throw new UnexpectedResponseError(
    `The response has the status ${response.status} and is no file. Let client.download fetch it.`,
    { status: response.status },
  )
}

async function writeBody(
  file: FileHandle,
  { body, headers }: Response,
  { signal, onProgress }: SaveFileOptions,
): Promise<number> {
  const length = headers.has('content-encoding') ? null : headers.get('content-length')
  const totalBytes = length !== null && /^\d{1,15}$/.test(length) ? Number(length) : undefined
  let bytes = 0
  const reader = body?.getReader()
  try {
    for (;;) {
      const part = await readPart(reader, signal)
      if (part === undefined) break
      await writeAll(file, part)
      bytes += part.byteLength
      reportProgress(onProgress, bytes, totalBytes)
    }
  } catch (error) {
    reader?.cancel(error).catch(() => {})
    throw error
  }
  if (totalBytes === undefined || bytes === totalBytes) return bytes
  throw new IncompleteDownloadError(
    `The response held ${bytes} bytes although it announced ${totalBytes}; nothing was saved. Download it again.`,
    { reason: 'interrupted', receivedBytes: bytes, totalBytes },
  )
}

/** Undefined at the end. */
async function readPart(
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  throwIfAborted(signal)
  if (reader === undefined) return undefined
  try {
    return (await untilAborted(reader.read(), signal)).value
  } catch (error) {
    throwIfAborted(signal)
    throw error
  }
}

async function writeAll(file: FileHandle, part: Uint8Array): Promise<void> {
  for (let at = 0; at < part.byteLength; ) {
    at += (await file.write(part, at, part.byteLength - at)).bytesWritten
  }
}

async function requireFree(target: string): Promise<void> {
  const taken = await lstat(target).then(
    () => true,
    () => false,
  )
  if (taken) throw pathTaken(target)
}

/** Gives the file its name, unless that is taken: a link fails then, where a renaming replaces. */
async function claim(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target)
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) throw pathTaken(target)
    // Some file systems have no links. What is left is to look once more.
    await requireFree(target)
    await rename(temporary, target)
    return
  }
  await rm(temporary, { force: true })
}

function pathTaken(path: string): Error {
  const error = new Error(`${path} exists already. Choose another path, or set overwrite: true.`)
  return Object.assign(error, { code: 'EEXIST', path })
}

/** So that the name outlives a power failure; not every system lets a folder be opened. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  } catch {}
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return
  throw new AbortedError('Saving the file was aborted by its caller.', { cause: signal.reason })
}

function isAddress(source: string | URL | Response): source is string | URL {
  return typeof source === 'string' || source instanceof URL
}
