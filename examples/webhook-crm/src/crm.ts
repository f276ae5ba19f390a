import type { CrmDatabase } from './database.js'

/** A case, as much as the CRM wants to know of it. */
export interface CaseState {
  readonly caseId: string
  readonly name: string | null
  readonly reference: string | null
  readonly caseType: string
  readonly caseStatus: string
  readonly lastUpdatedOn: string
}

export interface Crm {
  /**
   * Writes a case, unless what is there is newer: two reads may end in another order than they
   * began, and a catch-up reads beside the webhooks.
   *
   * @param readAt - when the reading began, which decides between equal times of change.
   */
  readonly save: (state: CaseState, readAt: number) => void
}

export function createCrm(database: CrmDatabase): Crm {
  const upsert = database.prepare(`
    INSERT INTO cases (case_id, name, reference, case_type, case_status, changed_at, read_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (case_id) DO UPDATE SET
      name = excluded.name,
      reference = excluded.reference,
      case_type = excluded.case_type,
      case_status = excluded.case_status,
      changed_at = excluded.changed_at,
      read_at = excluded.read_at
    WHERE (excluded.changed_at, excluded.read_at) >= (cases.changed_at, cases.read_at)
  `)
  return {
    save: ({ caseId, name, reference, caseType, caseStatus, lastUpdatedOn }, readAt) => {
      const changedAt = Date.parse(lastUpdatedOn)
      upsert.run(caseId, name, reference, caseType, caseStatus, changedAt, readAt)
    },
  }
}
