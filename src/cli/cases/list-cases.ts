import type { CaseListItem, CasesOptions, FirstAmlClient } from 'firstaml-client'
import type { Cli } from '../cli.js'
import { formatTable } from '../table.js'

/** What a list found. */
export interface CaseList {
  readonly cases: readonly CaseListItem[]
  /** Whether there are more than were asked for. */
  readonly hasMore: boolean
}

/**
 * Reads the first so many cases of a search. One more is asked for than is shown, so that the list
 * can say whether there are others.
 */
export async function listCases(
  client: Pick<FirstAmlClient, 'cases'>,
  search: CasesOptions,
  max: number,
): Promise<CaseList> {
  const cases: CaseListItem[] = []
  for await (const item of client.cases({
    ...search,
    pageSize: Math.min(max + 1, 100),
    max: max + 1,
  })) {
    cases.push(item)
  }
  return { cases: cases.slice(0, max), hasMore: cases.length > max }
}

/** The list as a table for people. */
export function formatCases(cases: readonly CaseListItem[], paint: Cli['paint']): string {
  const rows = cases.map((item) => [
    item.caseId,
    item.caseStatus,
    item.caseType,
    item.reference ?? '',
    shortMoment(item.lastUpdatedOn),
    item.name ?? '',
  ])
  return formatTable(['CASE', 'STATUS', 'TYPE', 'REFERENCE', 'UPDATED (UTC)', 'NAME'], rows, paint)
}

/** `2026-11-23 09:30`, in UTC; what is no moment stays as it is. */
export function shortMoment(text: string): string {
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? text : at.toISOString().slice(0, 16).replace('T', ' ')
}
