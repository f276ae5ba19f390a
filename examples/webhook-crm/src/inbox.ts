// Cases that a webhook told of and that have not been read since. It outlives the process, so a
// delivery that was answered is never lost; ten events of one case are one entry.
import type { CrmDatabase } from './database.js'

export interface InboxEntry {
  readonly caseId: string
  /** How often the case was told of; more than before when it changed while it was being read. */
  readonly told: number
}

export interface Inbox {
  readonly note: (caseId: string) => void
  readonly list: () => readonly InboxEntry[]
  /** Takes an entry out, unless it was told of again. */
  readonly settle: (entry: InboxEntry) => void
}

export function createInbox(database: CrmDatabase): Inbox {
  const note = database.prepare(`
    INSERT INTO inbox (case_id, told) VALUES (?, 1)
    ON CONFLICT (case_id) DO UPDATE SET told = told + 1
  `)
  const list = database.prepare('SELECT case_id, told FROM inbox ORDER BY rowid')
  const settle = database.prepare('DELETE FROM inbox WHERE case_id = ? AND told = ?')
  return {
    note: (caseId) => {
      note.run(caseId)
    },
    list: () => list.all().map(readEntry),
    settle: ({ caseId, told }) => {
      settle.run(caseId, told)
    },
  }
}

function readEntry(row: unknown): InboxEntry {
  const { case_id, told } = row as { readonly case_id: string; readonly told: number }
  return { caseId: case_id, told }
}
