import type { CaseIteration, CaseListItem } from 'firstaml-client'

/** A page of a list, consumed in full. */
export interface CasePage {
  readonly cases: readonly CaseListItem[]
  /** Leads to the page after it; undefined for the last one. */
  readonly nextCursor: string | undefined
}

/**
 * Puts an iteration into whole pages.
 *
 * Whole ones only, since a page that is read again may hold other cases than before: one that has
 * changed has moved to the end of the list. So a place to go on from is the beginning of a page, and
 * never a number of cases into it. When the iteration fails, the page before is given first if it
 * was complete.
 */
export async function* readCasePages(
  iteration: CaseIteration<CaseListItem>,
): AsyncGenerator<CasePage, undefined, undefined> {
  let cases: CaseListItem[] = []
  let cursor = iteration.cursor
  const takePage = (): CasePage => {
    const page = { cases, nextCursor: iteration.cursor }
    cases = []
    cursor = iteration.cursor
    return page
  }
  try {
    for await (const item of iteration) {
      if (iteration.cursor !== cursor) yield takePage()
      cases.push(item)
    }
  } catch (error) {
    if (iteration.cursor !== cursor) yield takePage()
    throw error
  }
  yield { cases, nextCursor: undefined }
  return undefined
}
