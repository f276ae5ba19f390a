// Searches for cases, page by page. A cursor holds the search and the place of the last case that
// was given, so a page follows the one before even if cases changed in between: one that changed
// moves to the late end, where it is met again (ascending) or no more (descending).
import type { ApiClient } from './api-clients.js'
import type { Signer } from '../signer.js'
import { type Input, noteUnresolvable } from './input.js'
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
  readonly hasReferenceSet: boolean | null
  readonly organizationId: string | null
  readonly pageSize: number
  readonly searchTerm: string | null
  readonly isDescending: boolean
  readonly updatedAfter: number | null
}

/** Finds the first page. */
export function searchCases(
  world: World,
  client: ApiClient,
  input: Input,
  sign: Signer,
): Outcome<CasePage> {
  const pageSize = input.number('pageSize') ?? maxPageSize
  if (pageSize < 1 || pageSize > maxPageSize) {
    const message = `pageSize must lie between 1 and ${maxPageSize}.`
    const limits = { minimum: 1, maximum: maxPageSize }
    input.problems.push({ kind: 'Range', fieldPath: input.at('pageSize'), message, ...limits })
  }
  const organizationId = input.text('organizationId') ?? null
  if (organizationId !== null && findOrganization(client, organizationId) === undefined) {
    noteUnresolvable(input, 'organizationId')
  }
  const updatedAfter = input.text('updatedAfter')
  const searchTerm = input.text('searchTerm') ?? null
  if (input.problems.length > 0) return input
  const search: Search = {
    hasReferenceSet: input.flag('hasReferenceSet') ?? null,
    organizationId,
    pageSize,
    searchTerm,
    isDescending: input.text('sortDirection') === 'DESCENDING',
    updatedAfter: updatedAfter === undefined ? null : Date.parse(updatedAfter),
  }
  return findPage(world, client, search, null, sign)
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
    return reject(other(input.at('cursor'), 'The cursor is not one of this search API.'))
  }
  // What carries a good signature was written below.
  const { search, last } = JSON.parse(Buffer.from(payload, 'base64url').toString())
  return findPage(world, client, search, last, sign)
}

type Place = Pick<CaseRecord, 'caseId' | 'updatedAt'>

function findPage(
  world: World,
  client: ApiClient,
  search: Search,
  last: Place | null,
  sign: Signer,
): CasePage {
  const { pageSize, isDescending } = search
  const ordered = world.casesByUpdate()
  const matches = matcher(client, search)
  const cases: CaseRecord[] = []
  let hasNextPage = false
  for (let index = 0; index < ordered.length; index += 1) {
    const item = ordered[isDescending ? ordered.length - 1 - index : index]
    if (item === undefined || !isBeyond(item, last, isDescending) || !matches(item)) continue
    if (cases.length === pageSize) {
      hasNextPage = true
      break
    }
    cases.push(item)
  }
  const end = cases.at(-1)
  const place = end && { caseId: end.caseId, updatedAt: end.updatedAt }
  const payload = Buffer.from(JSON.stringify({ search, last: place })).toString('base64url')
  const nextCursor = hasNextPage ? `${payload}.${sign(cursorText(client, payload))}` : null
  return { cases, hasNextPage, nextCursor, pageSize }
}

function cursorText({ clientId }: ApiClient, payload: string): string {
  return `cursor ${clientId} ${payload}`
}

function isBeyond(item: Place, last: Place | null, isDescending: boolean): boolean {
  if (last === null) return true
  return isDescending ? compareByUpdate(item, last) < 0 : compareByUpdate(item, last) > 0
}

function matcher(client: ApiClient, search: Search): (item: CaseRecord) => boolean {
  const { hasReferenceSet, organizationId, updatedAfter } = search
  const term = search.searchTerm?.toLowerCase() ?? null
  return (item) =>
    client.organizationIds.has(item.organizationId) &&
    (organizationId === null || item.organizationId === organizationId) &&
    (hasReferenceSet === null || (item.reference !== null) === hasReferenceSet) &&
    (updatedAfter === null || item.updatedAt > updatedAfter) &&
    (term === null ||
      [item.caseId, item.name, item.reference].some((text) => text?.toLowerCase().includes(term)))
}
