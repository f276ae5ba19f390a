/** The filters of `cases list` and `cases export`: what `searchCases` offers. */
import type { CasesOptions } from 'firstaml-client'
import { toDateTimeString } from 'firstaml-client'
import { UsageError } from '../failures.js'

/** As the command line gives them. */
export interface SearchFlags {
  readonly search?: string
  readonly organization?: string
  readonly updatedAfter?: string
  /** `--reference` and `--no-reference`. */
  readonly reference?: boolean
}

export type CaseSearch = Pick<
  CasesOptions,
  'searchTerm' | 'organizationId' | 'updatedAfter' | 'hasReferenceSet'
>

/** @throws UsageError when a flag cannot work. */
export function readSearch({
  search,
  organization,
  updatedAfter,
  reference,
}: SearchFlags): CaseSearch {
  return {
    ...(search !== undefined && { searchTerm: search }),
    ...(organization !== undefined && { organizationId: organization }),
    ...(updatedAfter !== undefined && { updatedAfter: readMoment(updatedAfter) }),
    ...(reference !== undefined && { hasReferenceSet: reference }),
  }
}

function readMoment(text: string) {
  // A day alone is its beginning in UTC, so that the same command means the same everywhere.
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text
  try {
    return toDateTimeString(moment)
  } catch (cause) {
    throw new UsageError(
      '--updated-after takes a day such as 2026-11-23, or a moment with its offset such as 2026-11-23T09:30:00Z.',
      { cause },
    )
  }
}
