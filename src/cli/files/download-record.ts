/** What `files download` has saved into a folder, kept there so that the next run leaves it out. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readFile } from 'node:fs/promises'
import { CommandFailure } from '../failures.js'
import { replaceFile } from './replace-file.js'
import { isMissing } from './system-errors.js'

export interface SavedEntry {
  readonly name: string
  readonly bytes: number
  /** SHA-256, in hexadecimal. */
  readonly digest: string
}

export interface DownloadRecord {
  readonly find: (key: string) => SavedEntry | undefined
  /** Keeps an entry; comes back when it is on the disk. */
  readonly keep: (key: string, entry: SavedEntry) => Promise<void>
  readonly forget: (key: string) => Promise<void>
}

/** @throws CommandFailure when the file there is of another case, or none of ours. */
export async function openDownloadRecord(path: string, caseId: string): Promise<DownloadRecord> {
  const entries = await readEntries(path, caseId)
  let writing: Promise<void> = Promise.resolve()
  // One after the other, each with what is known by then.
  const write = () => {
    const next = writing
      .catch(() => {})
      .then(() => {
        const files = Object.fromEntries(entries)
        return replaceFile(path, `${JSON.stringify({ caseId, files }, null, 2)}\n`)
      })
    writing = next
    return next
  }
  return {
    find: (key) => entries.get(key),
    keep: (key, entry) => {
      entries.set(key, entry)
      return write()
    },
    forget: async (key) => {
      if (entries.delete(key)) await write()
    },
  }
}

/** Whether a file is there, and is still what was saved. */
export async function isUnchanged(path: string, { bytes, digest }: SavedEntry): Promise<boolean> {
  try {
    const found = await lstat(path)
    if (!found.isFile() || found.size !== bytes) return false
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
  const hash = createHash('sha256')
  for await (const part of createReadStream(path)) hash.update(part)
  return hash.digest('hex') === digest
}

async function readEntries(path: string, caseId: string): Promise<Map<string, SavedEntry>> {
  const entries = new Map<string, SavedEntry>()
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return entries
    throw error
  }
  const record = parse(text)
  if (record === undefined) {
    throw new CommandFailure(
      `${path} is not the record of a download. Choose another folder, or remove the file.`,
    )
  }
  if (record.caseId !== caseId) {
    throw new CommandFailure(
      `The folder holds the files of case ${JSON.stringify(record.caseId)}. Choose another with --to.`,
    )
  }
  for (const [key, entry] of Object.entries(record.files)) {
    if (isEntry(entry)) entries.set(key, entry)
  }
  return entries
}

function parse(text: string): { readonly caseId: string; readonly files: object } | undefined {
  try {
    const { caseId, files } = JSON.parse(text) as Record<string, unknown>
    return typeof caseId === 'string' && typeof files === 'object' && files !== null
      ? { caseId, files }
      : undefined
  } catch {
    return undefined
  }
}

function isEntry(value: unknown): value is SavedEntry {
  if (typeof value !== 'object' || value === null) return false
  const { name, bytes, digest } = value as Partial<Record<keyof SavedEntry, unknown>>
  return typeof name === 'string' && typeof bytes === 'number' && typeof digest === 'string'
}
