/**
 * All files of a case, into a folder.
 *
 * A file gets its name once it is whole, and just before that it is written into the record of the
 * folder. So whenever a run ends, a name stands for a whole file; the next run leaves out what is in
 * the record and still as it was, and fetches the rest from the beginning. What is there under a
 * name and not in the record is somebody else's, and stays.
 */
import { createHash } from 'node:crypto'
import { lstat, mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type FirstAmlClient, isFirstAmlError } from 'firstaml-client'
import { saveFile } from 'firstaml-client/node'
import { CommandFailure } from '../failures.js'
import type { CaseFile } from './case-files.js'
import { type DownloadRecord, isUnchanged, openDownloadRecord } from './download-record.js'
import { lockPlace } from './place-lock.js'
import { hasCode, isMissing } from './system-errors.js'

export interface FilesDownload {
  readonly client: Pick<FirstAmlClient, 'download'>
  readonly caseId: string
  readonly files: readonly CaseFile[]
  /** Where to; absolute. It is made if need be. */
  readonly folder: string
  /** How many files are fetched at a time. */
  readonly parallel: number
  /** Whether files that this command did not save may be replaced. */
  readonly overwrite: boolean
  readonly signal: AbortSignal
  readonly onProgress: (progress: FilesProgress) => void
  /** Says what an error means. */
  readonly describe: (error: unknown) => Promise<FileProblem>
}

export interface FilesProgress {
  readonly doneFiles: number
  readonly totalFiles: number
  /** Bytes that this run has fetched. */
  readonly bytes: number
}

export interface FileProblem {
  readonly code: string
  readonly message: string
}

/** What became of one file. */
export type FileOutcome =
  | { readonly outcome: 'saved' | 'present'; readonly bytes: number; readonly sha256: string }
  /** Nothing has been uploaded to it. */
  | { readonly outcome: 'empty' }
  | { readonly outcome: 'failed'; readonly error: FileProblem }
  /** Not tried, since nothing would have come of it. */
  | { readonly outcome: 'skipped' }

export interface FileResult {
  readonly file: CaseFile
  readonly result: FileOutcome
}

interface Run extends FilesDownload {
  readonly record: DownloadRecord
  readonly count: (bytes: number) => void
}

/**
 * @returns what became of each file, in the order of the list. That some failed is no rejection.
 * @throws CommandFailure when the folder is in use or of another case; the signal's reason.
 */
export async function downloadFiles(options: FilesDownload): Promise<readonly FileResult[]> {
  const { files, folder, signal, onProgress } = options
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const unlock = await lockPlace(join(folder, '.firstaml-download.lock'), folder)
  try {
    const record = await openDownloadRecord(join(folder, '.firstaml-download.json'), options.caseId)
    await clearLeftBehind(folder, files)
    const progress = { doneFiles: 0, totalFiles: files.length, bytes: 0 }
    const count = (bytes: number) => {
      progress.bytes += bytes
      onProgress({ ...progress })
    }
    const results = new Map<CaseFile, FileOutcome>()
    let isHopeless = false
    const queue = files.values()
    const work = async () => {
      for (const file of queue) {
        if (isHopeless || signal.aborted) return
        const result = await fetchFile(file, { ...options, record, count }).catch(
          async (error): Promise<FileOutcome> => {
            isHopeless ||= failsForAll(error)
            return { outcome: 'failed', error: await options.describe(error) }
          },
        )
        results.set(file, result)
        progress.doneFiles++
        onProgress({ ...progress })
      }
    }
    await Promise.all(Array.from({ length: options.parallel }, work))
    signal.throwIfAborted()
    return files.map((file) => ({ file, result: results.get(file) ?? { outcome: 'skipped' } }))
  } finally {
    await unlock()
  }
}

async function fetchFile(file: CaseFile, run: Run): Promise<FileOutcome> {
  const { client, folder, record, overwrite, signal, count } = run
  const { key, name, contentsUrl } = file
  const path = join(folder, ...name.split('/'))
  const kept = record.find(key)
  if (kept?.name === name && (await isUnchanged(path, kept))) {
    return { outcome: 'present', bytes: kept.bytes, sha256: kept.digest }
  }
  if (contentsUrl === null) return { outcome: 'empty' }
  await makeOwnFolder(dirname(path))
  if (!overwrite) await requireFree(path)

  const response = await client.download(contentsUrl, { signal })
  const hash = createHash('sha256')
  let bytes = 0
  let sha256 = ''
  const watch = new TransformStream<Uint8Array, Uint8Array>({
    transform: (part, controller) => {
      hash.update(part)
      bytes += part.byteLength
      count(part.byteLength)
      controller.enqueue(part)
    },
    // The last byte is here and the file has no name yet.
    flush: async () => {
      sha256 = hash.digest('hex')
      await record.keep(key, { name, bytes, digest: sha256 })
    },
  })
  const body = (response.body ?? new Blob().stream()).pipeThrough(watch)
  try {
    await saveFile(client, new Response(body, { headers: response.headers }), path, {
      signal,
      overwrite,
    })
  } catch (error) {
    await record.forget(key)
    throw error
  }
  return { outcome: 'saved', bytes, sha256 }
}

async function makeOwnFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // Not followed: a link would lead out of the folder that was named.
  if ((await lstat(folder)).isDirectory()) return
  throw new CommandFailure(
    `${folder} is a link, not a folder. Remove it, or choose another with --to.`,
  )
}

async function requireFree(path: string): Promise<void> {
  try {
    await lstat(path)
  } catch (error) {
    if (isMissing(error)) return
    throw error
  }
  throw new CommandFailure(
    `${path} exists already and is not what this command saved. Move it away, or add --overwrite.`,
  )
}

/** Removes what a run that was killed had begun; nobody else is at work here. */
async function clearLeftBehind(folder: string, files: readonly CaseFile[]): Promise<void> {
  for (const inner of new Set(files.map(({ name }) => dirname(join(folder, ...name.split('/')))))) {
    const found = await readdir(inner).catch(() => [])
    for (const name of found) {
      if (/^\..+\.[0-9a-f-]{36}\.tmp$/.test(name)) await rm(join(inner, name), { force: true })
    }
  }
}

/** Whether the next file would meet the same: no access, no room. */
function failsForAll(error: unknown): boolean {
  if (hasCode(error, 'ENOSPC', 'EDQUOT', 'EROFS')) return true
  if (!isFirstAmlError(error)) return false
  return error.code === 'token_refused' || error.code === 'scope_missing'
}
