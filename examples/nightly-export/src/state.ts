import { readFile, rename, writeFile } from 'node:fs/promises'
import type { CaseListItem } from 'firstaml-client'

type CasesById = Readonly<Record<string, CaseListItem>>

/** A run that has not come to its end. */
export interface Run {
  /** The name of its files. */
  readonly name: string
  readonly beganAt: number
  /** The page it is at; undefined for the first. */
  readonly cursor?: string
  /** How long its file was when that page began. */
  readonly bytes: number
  /** Cases of pages before that changed so late that the next run may find them again. */
  readonly late: Readonly<Record<string, string>>
  /** Cases of pages before whose documents could not all be had, by their ids. */
  readonly owed: CasesById
  /** Whether its file is whole and only wants its name. */
  readonly isWhole?: boolean
}

/** What runs tell each other. Instants are milliseconds since the epoch. */
export interface State {
  /** Changes up to here have been exported. */
  readonly mark?: number
  /** Exported cases that changed after the mark: when they did, by their ids. */
  readonly late: Readonly<Record<string, string>>
  /** Cases to export again, since documents of theirs are missing. */
  readonly owed: CasesById
  readonly run?: Run
}

export async function readState(path: string): Promise<State> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? { late: {}, owed: {} } : JSON.parse(text)
}

/** Whoever reads it finds the old or the new one, whole. */
export async function writeState(path: string, state: State): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(state), { flush: true })
  await rename(`${path}.new`, path)
}
