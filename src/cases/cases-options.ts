import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import type { CasePageFragment } from '../generated/operations.js'
import type { NextPageOfCasesInput, SearchCasesInput } from '../generated/schema-types.js'
import type { DateTimeString } from '../results/scalars.js'

/** A case as `client.cases` gives it, unless the application brings documents of its own. */
export type CaseListItem = CasePageFragment['cases'] extends ReadonlyArray<infer Item> | null
  ? Item
  : never

/** What to look for, as `searchCases` takes it; nothing of it is required. */
type CaseCriteria = {
  readonly [Name in Exclude<keyof SearchCasesInput, 'pageSize' | 'updatedAfter'>]?:
    | SearchCasesInput[Name]
    | undefined
}

/** What to look for, and how to go through it. */
export interface CasesOptions extends CaseCriteria {
  /** Only cases that changed later; text as `toDateTimeString` makes it. */
  readonly updatedAfter?: Date | DateTimeString | undefined
  /** Cases to ask for at a time, 1 to 100; default 100. Ignored where `cursor` is given. */
  readonly pageSize?: number | undefined
  /** Ends after so many cases; default: when there are no more. */
  readonly max?: number | undefined
  /**
   * Goes on at a page instead of the first one: the `cursor` of an earlier iteration. The search
   * criteria are in it, and those given here are not sent.
   */
  readonly cursor?: string | undefined
  /** Cases to leave out at the beginning of the first page that is read: an earlier `position`. */
  readonly position?: number | undefined
  /** Ends the iteration, whatever it waits for, with an `AbortedError`. */
  readonly signal?: AbortSignal | undefined
}

/** One page as either document gives it. */
export type CasePageResult<Item> =
  | {
      readonly __typename: 'PageOfCasesMatchingSearch'
      readonly hasNextPage: boolean
      readonly nextCursor: string | null
      readonly cases: readonly Item[] | null
    }
  | { readonly __typename: 'ValidationErrors' }
  | null

/**
 * Documents of the application's own, for cases with other fields. Both must select `__typename`,
 * `hasNextPage`, `nextCursor` and the same fields of `cases`.
 */
export interface CaseDocuments<Item> {
  readonly searchCases: TypedDocumentNode<
    { readonly searchCases: CasePageResult<Item> },
    { input: SearchCasesInput }
  >
  readonly nextPageOfCases: TypedDocumentNode<
    { readonly nextPageOfCases: CasePageResult<Item> },
    { input: NextPageOfCasesInput }
  >
}

/** One walk through the cases; it can be gone through once. */
export interface CaseIteration<Item> extends AsyncIterableIterator<Item> {
  /**
   * The page that the iteration is at: what `client.cases({ cursor })` goes on with. Undefined while
   * it is at the first page, to which no cursor leads.
   *
   * A page is left behind when the case after its last one is asked for. So after a failure, or a
   * `break`, the page that was not consumed in full is read again: at least once for each of its
   * cases, unless `position` is handed on too.
   */
  readonly cursor: string | undefined
  /** How many cases of that page have been consumed: given, and followed by a request for more. */
  readonly position: number
}

/** Where an iteration is; moved by the walk. */
export interface Place {
  cursor: string | undefined
  position: number
}

/** Goes through the cases that a search finds; what `client.cases` is. */
export interface CasesFunction {
  (options?: CasesOptions): CaseIteration<CaseListItem>
  <Item>(options: CasesOptions & { readonly documents: CaseDocuments<Item> }): CaseIteration<Item>
}

/** Refuses what cannot work. @throws TypeError naming the option. */
export function checkCasesOptions({ max, pageSize, position, updatedAfter }: CasesOptions): void {
  if (max !== undefined && max !== Number.POSITIVE_INFINITY) requireWhole(max, 'max', 0)
  if (pageSize !== undefined) requireWhole(pageSize, 'pageSize', 1, 100)
  if (position !== undefined) requireWhole(position, 'position', 0)
  // As JSON it would be null, and the search one for all cases.
  if (updatedAfter instanceof Date && Number.isNaN(+updatedAfter)) {
    throw new TypeError('updatedAfter must be a valid Date.')
  }
}

function requireWhole(value: number, option: string, from: number, to = Number.MAX_SAFE_INTEGER) {
  if (Number.isSafeInteger(value) && value >= from && value <= to) return
  const range = to === Number.MAX_SAFE_INTEGER ? `from ${from}` : `from ${from} to ${to}`
  throw new TypeError(`${option} must be a whole number ${range}.`)
}
