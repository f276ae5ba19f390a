/**
 * `client.cases`, as far as every application carries it: an iteration that knows where it is. How
 * it goes from page to page is loaded with the first step.
 */
import type { RequestFunction } from '../urql/request.js'
import {
  type CaseDocuments,
  type CaseIteration,
  type CaseListItem,
  type CasesFunction,
  type CasesOptions,
  checkCasesOptions,
  type Place,
} from './cases-options.js'

export function createCases(request: RequestFunction): CasesFunction {
  function cases(options?: CasesOptions): CaseIteration<CaseListItem>
  function cases<Item>(
    options: CasesOptions & { readonly documents: CaseDocuments<Item> },
  ): CaseIteration<Item>
  function cases<Item>(
    options: CasesOptions & { readonly documents?: CaseDocuments<Item> } = {},
  ): CaseIteration<Item | CaseListItem> {
    checkCasesOptions(options)
    const place: Place = { cursor: options.cursor, position: options.position ?? 0 }

    async function* walk(): AsyncGenerator<Item | CaseListItem, undefined, undefined> {
      const { walkCases } = await import('./walk-cases.js')
      yield* walkCases(request, options, place)
      return undefined
    }

    const walking = walk()
    const iteration: CaseIteration<Item | CaseListItem> = {
      next: () => walking.next(),
      return: () => walking.return(undefined),
      throw: (error: unknown) => walking.throw(error),
      [Symbol.asyncIterator]: () => iteration,
      get cursor() {
        return place.cursor
      },
      get position() {
        return place.position
      },
    }
    return iteration
  }
  return cases
}
