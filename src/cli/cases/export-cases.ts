/**
 * An export into a file, which can be interrupted anywhere.
 *
 * The file grows under another name, `FILE.partial`. After each page `FILE.partial.json` says which
 * page comes next and how many bytes belong to those before. A run that finds it cuts the file back
 * to these bytes, so that half a line or half a page is gone, and goes on with that page. At the end
 * the file gets its name in one step.
 */
import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { type CasesOptions, type FirstAmlClient, isFirstAmlError } from 'firstaml-client'
import { CommandFailure } from '../failures.js'
import { claimName, requireFreeName } from '../files/claim-name.js'
import { lockPlace } from '../files/place-lock.js'
import { isMissing } from '../files/system-errors.js'
import { readCasePages } from './case-pages.js'
import { type ExportState, readExportState, writeExportState } from './export-state.js'
import { continueFile, type GrowingFile, startFile } from './growing-file.js'
import type { RowFormat } from './row-format.js'

/** What is exported, and how far that is. */
export interface ExportProgress {
  /** Cases so far, those of earlier runs included. */
  readonly rows: number
  /** When the last of them was changed: exports go from the oldest change to the newest. */
  readonly upTo: string | undefined
}

/** What both kinds of export take. */
export interface ExportSource {
  readonly client: Pick<FirstAmlClient, 'cases'>
  readonly search: Omit<CasesOptions, 'cursor' | 'position' | 'max' | 'signal'>
  /** Ends after so many cases. */
  readonly max: number | undefined
  readonly format: RowFormat
  readonly signal: AbortSignal
  readonly onProgress: (progress: ExportProgress) => void
}

export interface FileExport extends ExportSource {
  /** Where to; absolute. */
  readonly path: string
  /** Which First AML, and as whom: an export goes on in the same environment only. */
  readonly environment: string
  /** Whether the file may take the place of another one. */
  readonly overwrite: boolean
  /** Whether to throw away what an earlier run has left. */
  readonly restart: boolean
  /** Says a line to people. */
  readonly note: (line: string) => void
}

export interface ExportedFile {
  readonly path: string
  readonly rows: number
  readonly bytes: number
  /** Cases of it that earlier runs had fetched. */
  readonly resumedRows: number
}

interface Start {
  readonly file: GrowingFile
  readonly state: ExportState | undefined
}

/**
 * @throws CommandFailure when the name is taken, another process is at it, or what an earlier run
 * has left does not fit; whatever `client.cases` and the file system throw.
 */
export async function exportCases(options: FileExport): Promise<ExportedFile> {
  const path = resolve(options.path)
  const partial = `${path}.partial`
  const statePath = `${partial}.json`
  if (!options.overwrite) await requireFreeName(path)
  const unlock = await lockPlace(`${partial}.lock`, path).catch((error) => {
    throw isMissing(error)
      ? new CommandFailure(`There is no folder ${dirname(path)}. Make it first.`)
      : error
  })
  try {
    const identity = identify(options)
    const { file, state } = await openFile(partial, statePath, identity, options)
    const resumedRows = state?.rows ?? 0
    let rows = resumedRows
    let keptRows = resumedRows
    try {
      if (state === undefined) await file.append(options.format.head)
      await readAll(
        { ...options, cursor: state?.cursor, rows },
        async (text, count, nextCursor) => {
          await file.append(text)
          rows += count
          if (nextCursor === undefined) return
          await writeExportState(statePath, {
            identity,
            cursor: nextCursor,
            bytes: file.bytes,
            rows,
          })
          keptRows = rows
        },
      )
      await file.close()
      await claimName(partial, path, options.overwrite)
    } catch (error) {
      if (keptRows > 0) {
        options.note(`${keptRows} cases are in ${partial}. The same command goes on from there.`)
      }
      throw error
    } finally {
      await file.close()
    }
    await rm(statePath, { force: true })
    return { path, rows, bytes: file.bytes, resumedRows }
  } finally {
    await unlock()
  }
}

/** Exports into a stream: once, from beginning to end. @returns the number of cases. */
export async function streamCases(
  source: ExportSource,
  write: (text: string) => Promise<void>,
): Promise<number> {
  let rows = 0
  if (source.format.head !== '') await write(source.format.head)
  await readAll({ ...source, cursor: undefined, rows }, async (text, count) => {
    if (text !== '') await write(text)
    rows += count
  })
  return rows
}

type TakePage = (text: string, count: number, nextCursor: string | undefined) => Promise<void>

async function readAll(
  source: ExportSource & { readonly cursor: string | undefined; readonly rows: number },
  take: TakePage,
): Promise<void> {
  const { client, search, cursor, max, signal, format, onProgress } = source
  let { rows } = source
  const iteration = client.cases({
    ...search,
    cursor,
    max: max === undefined ? undefined : Math.max(max - rows, 0),
    signal,
  })
  const isFirst = () => cursor !== undefined && iteration.cursor === cursor
  try {
    for await (const { cases, nextCursor } of readCasePages(iteration)) {
      await take(cases.map(format.line).join(''), cases.length, nextCursor)
      rows += cases.length
      onProgress({ rows, upTo: cases.at(-1)?.lastUpdatedOn })
    }
  } catch (error) {
    if (isFirstAmlError(error) && error.code === 'validation_failed' && isFirst()) {
      throw new CommandFailure(
        'First AML does not accept the place any more at which the export stopped. Add --restart to begin anew.',
        { cause: error },
      )
    }
    throw error
  }
}

async function openFile(
  partial: string,
  statePath: string,
  identity: string,
  { restart, note }: FileExport,
): Promise<Start> {
  const state = restart ? undefined : await readExportState(statePath)
  if (state === 'unreadable') note(`${statePath} cannot be read, so the export begins anew.`)
  else if (state !== undefined) {
    if (state.identity !== identity) {
      throw new CommandFailure(
        `${partial} belongs to an export with other filters, another format or another environment. Run it as before, or add --restart to throw it away.`,
      )
    }
    const file = await continueFile(partial, state.bytes)
    if (file) {
      note(`Going on after ${state.rows} cases.`)
      return { file, state }
    }
    note(`${partial} is not as the last run left it, so the export begins anew.`)
  }
  await rm(statePath, { force: true })
  return { file: await startFile(partial), state: undefined }
}

/** A digest: filters may hold names, and the file that keeps it is not the place for them. */
function identify({ search, max, format, environment }: FileExport): string {
  const criteria = Object.entries(search).sort(([first], [second]) => (first < second ? -1 : 1))
  const parts = [
    criteria.filter(([, value]) => value !== undefined),
    max ?? null,
    format.id,
    environment,
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
