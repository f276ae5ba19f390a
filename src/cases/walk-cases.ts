/**
 * A search with all its pages, one after the other.
 *
 * One page is held, and the next is asked for when it is used up. Nothing cuts a list short but
 * `max`: where the API says that there is more and then gives nothing to go on with, or leads in a
 * circle, that is an error and not the end of the list.
 */
import { AbortedError, UnexpectedResponseError } from '../base/errors.js'
import type {
  NextPageOfCasesQuery,
  NextPageOfCasesQueryVariables,
  SearchCasesQuery,
  SearchCasesQueryVariables,
} from '../generated/operations.js'
import type { SearchCasesInput } from '../generated/schema-types.js'
import { toDateTimeString } from '../results/scalar-text.js'
import { unwrap } from '../results/unwrap.js'
import type { RequestFunction } from '../urql/request.js'
import { nextPageOfCasesText, searchCasesText } from './case-documents.js'
import type {
  CaseDocuments,
  CaseListItem,
  CasePageResult,
  CasesOptions,
  Place,
} from './cases-options.js'
import { createCursorTrail } from './cursor-trail.js'

/** Reads the first page of a search, or the page of a cursor. */
type ReadPage<Item> = (cursor: string | undefined) => Promise<CasePageResult<Item>>

export async function* walkCases<Item>(
  request: RequestFunction,
  options: CasesOptions & { readonly documents?: CaseDocuments<Item> },
  place: Place,
): AsyncGenerator<Item | CaseListItem, undefined, undefined> {
  const { max = Number.POSITIVE_INFINITY, signal, documents } = options
  const readPage: ReadPage<Item | CaseListItem> = documents
    ? readOwnPage(request, options, documents)
    : readListPage(request, options)
  const trail = createCursorTrail()
  if (place.cursor !== undefined) trail.enter(place.cursor)
  let given = 0
  while (given < max) {
    throwIfAborted(signal)
    const { cases, hasNextPage, nextCursor } = unwrap(await readPage(place.cursor))
    const items = cases ?? []
    for (const item of items.slice(place.position)) {
      throwIfAborted(signal)
      if (given >= max) return undefined
      yield item
      // Only now: the consumer came back, so it is done with the one before.
      place.position++
      given++
    }
    if (!hasNextPage || given >= max) return undefined
    if (items.length === 0) throw unexpected('gave a page without cases')
    if (nextCursor === null || nextCursor === '') throw unexpected('gave no cursor to go on with')
    if (!trail.enter(nextCursor)) throw unexpected('led back to a page that was read before')
    place.cursor = nextCursor
    place.position = 0
  }
  return undefined
}

function readListPage(request: RequestFunction, options: CasesOptions): ReadPage<CaseListItem> {
  const { signal } = options
  return async (cursor) => {
    if (cursor === undefined) {
      const input = searchInput(options)
      return (
        await request<SearchCasesQuery, SearchCasesQueryVariables>(
          searchCasesText,
          { input },
          { signal },
        )
      ).searchCases
    }
    return (
      await request<NextPageOfCasesQuery, NextPageOfCasesQueryVariables>(
        nextPageOfCasesText,
        { input: { cursor } },
        { signal },
      )
    ).nextPageOfCases
  }
}

function readOwnPage<Item>(
  request: RequestFunction,
  options: CasesOptions,
  { searchCases, nextPageOfCases }: CaseDocuments<Item>,
): ReadPage<Item> {
  const { signal } = options
  return async (cursor) => {
    if (cursor !== undefined) {
      return (await request(nextPageOfCases, { input: { cursor } }, { signal })).nextPageOfCases
    }
    return (await request(searchCases, { input: searchInput(options) }, { signal })).searchCases
  }
}

/** Oldest change first: a case that changes meanwhile moves to the end, and none is passed over. */
function searchInput(options: CasesOptions): SearchCasesInput {
  const { hasReferenceSet, organizationId, searchTerm, updatedAfter, pageSize = 100 } = options
  return {
    sortField: options.sortField ?? 'UPDATED_ON',
    sortDirection: options.sortDirection ?? 'ASCENDING',
    pageSize,
    ...(hasReferenceSet !== undefined && { hasReferenceSet }),
    ...(organizationId !== undefined && { organizationId }),
    ...(searchTerm !== undefined && { searchTerm }),
    ...(updatedAfter !== undefined && {
      updatedAfter: updatedAfter instanceof Date ? toDateTimeString(updatedAfter) : updatedAfter,
    }),
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new AbortedError('The list of cases was aborted by its caller.', { cause: signal.reason })
  }
}

function unexpected(what: string): UnexpectedResponseError {
  return new UnexpectedResponseError(
    `The API said that there are more cases, but ${what}. The list is not complete; cursor and position of the iteration tell how far it came.`,
    {},
  )
}
