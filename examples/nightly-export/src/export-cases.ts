// Exports the cases that changed since the last run, and knows at each moment where to go on.
import { open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type CaseListItem, type FirstAmlClient, isFirstAmlError } from 'firstaml-client'
import { writeCsv } from './csv.js'
import { exportDocuments } from './documents.js'
import type { Log } from './log.js'
import { type Run, readState, writeState } from './state.js'

/** Clocks differ; what is found again for that is left out by its time. */
const marginMs = 5 * 60_000

/** Few, since a run that was killed goes on at the beginning of a page, with all its documents. */
const pageSize = 25

export interface Outcome {
  readonly cases: number
  /** Cases of which documents are missing; the next run tries again. */
  readonly owed: number
}

/** @throws FirstAmlError when it cannot go on; the next call does. */
export async function exportCases(
  client: FirstAmlClient,
  folder: string,
  log: Log,
  signal: AbortSignal,
): Promise<Outcome> {
  const statePath = join(folder, 'state.json')
  let state = await readState(statePath)
  if (state.run?.isWhole) {
    await finish(state.run)
    state = await readState(statePath)
  }
  const run = state.run ?? newRun(Date.now())
  log(state.run ? 'continued' : 'began', { name: run.name })

  const newMark = run.beganAt - marginMs
  const late = new Map(Object.entries(run.late))
  const owed = new Map(Object.entries(run.owed))
  const file = await open(partPath(run), 'a+')
  let { cursor, bytes } = run
  let cases = 0
  try {
    // What was written after the page began is written again.
    await file.truncate(bytes)
    // Before the others, among which there may be a newer state of the same case.
    if (cursor === undefined) {
      for (const found of Object.values(state.owed)) await exportCase(found)
    }
    const changed = client.cases({
      signal,
      pageSize,
      ...(state.mark !== undefined && { updatedAfter: new Date(state.mark) }),
      ...(cursor !== undefined && { cursor }),
    })
    for await (const found of changed) {
      if (changed.cursor !== undefined && changed.cursor !== cursor) {
        cursor = changed.cursor
        await save({ cursor })
      }
      if (state.late[found.caseId] !== found.lastUpdatedOn) await exportCase(found)
      if (Date.parse(found.lastUpdatedOn) > newMark) late.set(found.caseId, found.lastUpdatedOn)
    }
    const whole = await save({ isWhole: true })
    await finish(whole)
  } catch (error) {
    // A cursor that is too old is refused. The next run begins anew at the mark.
    if (isFirstAmlError(error) && error.code === 'validation_failed') {
      const { run: _, ...before } = state
      await writeState(statePath, before)
    }
    throw error
  } finally {
    await file.close()
  }
  return { cases, owed: owed.size }

  async function exportCase(found: CaseListItem): Promise<void> {
    const { caseId } = found
    const { files, isComplete } = await exportDocuments(client, caseId, folder, log, signal)
    const { bytesWritten } = await file.write(`${JSON.stringify({ ...found, documents: files })}\n`)
    bytes += bytesWritten
    cases++
    if (isComplete) owed.delete(caseId)
    else owed.set(caseId, found)
  }

  async function save(place: Pick<Run, 'cursor' | 'isWhole'>): Promise<Run> {
    await file.sync()
    const reached: Run = {
      ...run,
      ...place,
      bytes,
      late: Object.fromEntries(late),
      owed: Object.fromEntries(owed),
    }
    await writeState(statePath, { ...state, run: reached })
    return reached
  }

  /** Gives the files their names. It may have ended in the middle before. */
  async function finish({ name, beganAt, bytes, late, owed }: Run): Promise<void> {
    const part = partPath({ name })
    if (bytes === 0) await rm(part, { force: true })
    else if (await exists(part)) {
      await writeCsv(part, join(folder, `${name}.csv`))
      await rename(part, join(folder, `${name}.jsonl`))
    }
    await writeState(statePath, { mark: beganAt - marginMs, late, owed })
  }

  function partPath({ name }: Pick<Run, 'name'>): string {
    return join(folder, `${name}.jsonl.part`)
  }
}

function newRun(beganAt: number): Run {
  const name = `cases-${new Date(beganAt).toISOString().replaceAll(':', '-')}`
  return { name, beganAt, bytes: 0, late: {}, owed: {} }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
