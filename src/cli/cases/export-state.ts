/** What an export knows about itself between two runs; it stands beside the file that is growing. */
import { readFile } from 'node:fs/promises'
import { replaceFile } from '../files/replace-file.js'
import { isMissing } from '../files/system-errors.js'

export interface ExportState {
  /** Of search, format and environment: what must be the same to go on. */
  readonly identity: string
  /** The page to go on with. */
  readonly cursor: string
  /** Bytes of the file that belong to the pages before; anything after them is thrown away. */
  readonly bytes: number
  /** Cases in these bytes. */
  readonly rows: number
}

/** @returns undefined when there is none, `unreadable` when it is none of ours, or broken. */
export async function readExportState(
  path: string,
): Promise<ExportState | 'unreadable' | undefined> {
  try {
    const state = JSON.parse(await readFile(path, 'utf8')) as Record<keyof ExportState, unknown>
    const { identity, cursor, bytes, rows } = state
    if (typeof identity !== 'string' || typeof cursor !== 'string') return 'unreadable'
    return isCount(bytes) && isCount(rows) ? { identity, cursor, bytes, rows } : 'unreadable'
  } catch (error) {
    if (isMissing(error)) return undefined
    if (error instanceof SyntaxError || error instanceof TypeError) return 'unreadable'
    throw error
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

/** Replaces it in one step: whoever reads finds the old one or the new one. */
export function writeExportState(path: string, state: ExportState): Promise<void> {
  return replaceFile(path, `${JSON.stringify(state, null, 2)}\n`)
}
