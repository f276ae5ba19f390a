// Searches for cases, page by page. A cursor holds the search and the place of the last case that
// was given, so a page follows the one before even if cases changed in between: one that changed
// moves to the late end, where it is met again (ascending) or no more (descending).

import type { Signer } from '../signer.js'
import type { ApiClient } from './api-clients.js'
import { createInput, type Input, noteUnresolvable } from './input.js'
import { findOrganization } from './organizations.js'
import { type Outcome, other, reject } from './problems.js'
import type { CaseRecord } from './records.js'
import { compareByUpdate, type World } from './world.js'

/** A page of a search. */
export interface CasePage {
  readonly cases: readonly CaseRecord[]
  readonly hasNextPage: boolean
  readonly nextCursor: string | null
  readonly pageSize: number
}

const maxPageSize = 100

/** What is searched for; the same on every page. */
interface Search {
  readonly hasReferenceSet: boolean | undefined
  readonly organizationId: string | undefined
  readonly pageSize: number
  readonly searchTerm: string | undefined
  readonly sortDirection: string | undefined
  readonly updatedAfter: string | undefined
}

/** Finds the first page. */
export function searchCases(
  world: World,
  client: ApiClient,
  input: Input,
  sign: Signer,
): Outcome<CasePage> {
  const search = readSearch(client, input)
  return input.problems.length > 0 ? input : findPage(world, client, search, undefined, sign)
}

/** Finds the page that a cursor leads to; a cursor is good for the client it was given to. */
export function nextPage(
  world: World,
  client: ApiClient,
  input: Input,
  sign: Signer,
): Outcome<CasePage> {
  const [payload = '', signature = ''] = input.id('cursor').split('.')
  if (signature !== sign(cursorText(client, payload))) {
    return reject(other(input.at('cursor'), 'The cursor is none that a search has given out.'))
  }
  const value: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const cursor = createInput(value)
  const last = { caseId: cursor.id('caseId'), updatedAt: cursor.number('updatedAt') ?? 0 }
  return findPage(world, client, readSearch(client, cursor), last, sign)
}

function readSearch(client: ApiClient, input: Input): Search {
  const pageSize = input.number('pageSize') ?? maxPageSize
  if (pageSize < 1 || pageSize > maxPageSize) {
    const message = `pageSize must lie between 1 and ${maxPageSize}.`
    const limits = { minimum: 1, maximum: maxPageSize }
    input.problems.push({ kind: 'Range', fieldPath: input.at('pageSize'), message, ...limits })
  }
  const organizationId = input.text('organizationId')
  if (organizationId !== undefined && findOrganization(client, organizationId) === undefined) {
    noteUnresolvable(input, 'organizationId')
  }
  return {
    hasReferenceSet: input.flag('hasReferenceSet'),
    organizationId,
    pageSize,
    searchTerm: input.text('searchTerm'),
    sortDirection: input.text('sortDirection'),
    updatedAfter: input.text('updatedAfter'),
  }
}

type Place = Pick<CaseRecord, 'caseId' | 'updatedAt'>

function findPage(
  world: World,
  client: ApiClient,
  search: Search,
  last: Place | undefined,
  sign: Signer,
): CasePage {
  const { pageSize } = search
  const isDescending = search.sortDirection === 'DESCENDING'
  const ordered = world.casesByUpdate()
  const matches = matcher(client, search)
  const cases: CaseRecord[] = []
  let hasNextPage = false
  for (let index = 0; index < ordered.length; index += 1) {
    const item = ordered[isDescending ? ordered.length - 1 - index : index]
    if (item === undefined || !isBeyond(item, last, isDescending) || !matches(item)) continue
    hasNextPage = cases.length === pageSize
    if (hasNextPage) break
    cases.push(item)
  }
  const end = cases.at(-1)
  if (!hasNextPage || end === undefined) return { cases, hasNextPage, nextCursor: null, pageSize }
  const cursor = { ...search, caseId: end.caseId, updatedAt: end.updatedAt }
  const payload = Buffer.from(JSON.stringify(cursor)).toString('base64url')
  return {
    cases,
    hasNextPage,
    nextCursor: `${payload}.${sign(cursorText(client, payload))}`,
    pageSize,
  }
}

function cursorText({ clientId }: ApiClient, payload: string): string {
  return `cursor ${clientId} ${payload}`
}

function isBeyond(item: Place, last: Place | undefined, isDescending: boolean): boolean {
  if (last === undefined) return true
  return isDescending ? compareByUpdate(item, last) < 0 : compareByUpdate(item, last) > 0
}

function matcher(client: ApiClient, search: Search): (item: CaseRecord) => boolean {
  const { hasReferenceSet, organizationId } = search
  const term = search.searchTerm?.toLowerCase() ?? ''
  const updatedAfter = Date.parse(search.updatedAfter ?? '')
  return (item) =>
    client.organizationIds.has(item.organizationId) &&
    (organizationId === undefined || item.organizationId === organizationId) &&
    (hasReferenceSet === undefined || (item.reference !== null) === hasReferenceSet) &&
    !(item.updatedAt <= updatedAfter) &&
    [item.caseId, item.name, item.reference].some((text) => text?.toLowerCase().includes(term))
}
