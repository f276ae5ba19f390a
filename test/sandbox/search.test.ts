import { afterEach, describe, expect, it } from 'vitest'
import type { Sandbox } from '../../src/sandbox/index.js'
import { caseMutation } from './operations.js'
import { enter, type Outsider } from './outsider.js'
import { closeSandboxes, isRecord, startOfTest, startSandbox } from './support.js'

afterEach(closeSandboxes)

const selection = `__typename ... on PageOfCasesMatchingSearch { pageSize hasNextPage nextCursor cases { caseId lastUpdatedOn reference } }
  ... on ValidationErrors { errors { __typename message fieldPath } }`
const search = `query ($input: SearchCasesInput!) { searchCases(input: $input) { ${selection} } }`
const next = `query ($input: NextPageOfCasesInput!) { nextPageOfCases(input: $input) { ${selection} } }`
const ascending = { sortField: 'UPDATED_ON', sortDirection: 'ASCENDING' }

async function begin(options: { cases?: number } = {}): Promise<[Sandbox, Outsider]> {
  const sandbox = await startSandbox({ listen: false, ...options })
  return [sandbox, await enter(sandbox)]
}

const idsOf = (page: Record<string, unknown>): string[] =>
  Array.isArray(page.cases) ? page.cases.map(({ caseId }) => String(caseId)) : []

/** Follows the cursors to the end. */
async function crawl(outsider: Outsider, input: Record<string, unknown>): Promise<string[][]> {
  const pages: string[][] = []
  let page = await outsider.result(search, { input })
  for (;;) {
    expect(page.__typename).toBe('PageOfCasesMatchingSearch')
    pages.push(idsOf(page))
    if (page.hasNextPage !== true) {
      expect(page.nextCursor).toBeNull()
      return pages
    }
    page = await outsider.result(next, { input: { cursor: page.nextCursor } })
  }
}

describe('a search', () => {
  it('reaches 250 cases in three pages, each once, in either order', async () => {
    const [, outsider] = await begin({ cases: 250 })
    const all = Array.from({ length: 250 }, (_, index) => String(1001 + index))
    const upward = await crawl(outsider, ascending)
    expect(upward.map((page) => page.length)).toEqual([100, 100, 50])
    expect(upward.flat()).toEqual(all)
    const downward = await crawl(outsider, { ...ascending, sortDirection: 'DESCENDING' })
    expect(downward.flat()).toEqual(all.toReversed())
  })

  it('ends with a full page when the numbers come out even', async () => {
    const [, outsider] = await begin({ cases: 10 })
    const pages = await crawl(outsider, { ...ascending, pageSize: 5 })
    expect(pages.map((page) => page.length)).toEqual([5, 5])
  })

  it('finds nothing in an empty world', async () => {
    const [, outsider] = await begin({ cases: 0 })
    expect(await outsider.result(search, { input: ascending })).toEqual({
      __typename: 'PageOfCasesMatchingSearch',
      pageSize: 100,
      hasNextPage: false,
      nextCursor: null,
      cases: [],
    })
  })

  it('pages through cases that changed in the same moment', async () => {
    const [, outsider] = await begin({ cases: 6 })
    const touch = caseMutation('addCaseNote', 'AddCaseNoteInput')
    for (const caseId of ['1004', '1002', '1006', '1001']) {
      await outsider.result(touch, { input: { caseId, note: 'x' } })
    }
    const pages = await crawl(outsider, { ...ascending, pageSize: 1 })
    expect(pages.flat()).toEqual(['1003', '1005', '1001', '1002', '1004', '1006'])
  })

  it('knows text in id, name and reference, in either case', async () => {
    const [, outsider] = await begin()
    const find = async (searchTerm: string) =>
      idsOf(await outsider.result(search, { input: { ...ascending, searchTerm } }))
    expect(await find('1013')).toEqual(['1013'])
    expect(await find('aroha')).toEqual(['1001', '1013'])
    expect(await find('ledger')).toEqual(['1014'])
    expect(await find('nothing like it')).toEqual([])
  })

  it('knows organizations and references, and joins its criteria', async () => {
    const [, outsider] = await begin()
    const find = async (criteria: Record<string, unknown>) =>
      idsOf(await outsider.result(search, { input: { ...ascending, ...criteria } }))
    expect(await find({ organizationId: 'org-tussock' })).toEqual(['1014', '1015'])
    expect(await find({ hasReferenceSet: true })).toEqual([
      ...['1001', '1002', '1004', '1006', '1008', '1014'],
    ])
    expect(await find({ hasReferenceSet: false })).toHaveLength(10)
    const joined = { organizationId: 'org-tussock', hasReferenceSet: false }
    expect(await find(joined)).toEqual(['1015'])
  })

  it('takes updatedAfter strictly', async () => {
    const [sandbox, outsider] = await begin()
    const found = async (updatedAfter: string) =>
      idsOf(await outsider.result(search, { input: { ...ascending, updatedAfter } }))
    sandbox.advanceTime(1_000)
    const touch = caseMutation('addCaseNote', 'AddCaseNoteInput')
    await outsider.result(touch, { input: { caseId: '1001', note: 'x' } })
    const changedAt = startOfTest + 1_000
    expect(await found(new Date(changedAt - 1).toISOString())).toEqual(['1001'])
    expect(await found(new Date(changedAt).toISOString())).toEqual([])
    expect(await found('2026-01-01T13:00:00.999+13:00')).toEqual(['1001'])
  })

  it('meets a case that changes on the way again, at the late end', async () => {
    const [sandbox, outsider] = await begin({ cases: 4 })
    const first = await outsider.result(search, { input: { ...ascending, pageSize: 2 } })
    expect(idsOf(first)).toEqual(['1001', '1002'])
    sandbox.advanceTime(1)
    const touch = caseMutation('addCaseNote', 'AddCaseNoteInput')
    await outsider.result(touch, { input: { caseId: '1001', note: 'x' } })
    const second = await outsider.result(next, { input: { cursor: first.nextCursor } })
    const third = await outsider.result(next, { input: { cursor: second.nextCursor } })
    expect([...idsOf(second), ...idsOf(third)]).toEqual(['1003', '1004', '1001'])
  })
})

describe('a cursor', () => {
  const refused = {
    __typename: 'ValidationErrors',
    errors: [
      {
        __typename: 'ValidationError',
        message: 'The cursor is none that a search has given out.',
        fieldPath: ['cursor'],
      },
    ],
  }

  it('may be used again', async () => {
    const [, outsider] = await begin()
    const { nextCursor: cursor } = await outsider.result(search, {
      input: { ...ascending, pageSize: 3 },
    })
    const page = await outsider.result(next, { input: { cursor } })
    expect(idsOf(page)).toEqual(['1004', '1005', '1006'])
    expect(await outsider.result(next, { input: { cursor } })).toEqual(page)
  })

  it('is refused when nobody gave it out, or to somebody else', async () => {
    const other = { clientId: 'other', clientSecret: 'not-a-secret' }
    const sandbox = await startSandbox({ listen: false, clients: [other] })
    const [outsider, stranger] = [await enter(sandbox), await enter(sandbox, other)]
    const page = await outsider.result(search, { input: { ...ascending, pageSize: 3 } })
    const good = String(page.nextCursor)
    const [payload = '', signature = ''] = good.split('.')
    const forged = Buffer.from(
      JSON.stringify({
        ...JSON.parse(Buffer.from(payload, 'base64url').toString()),
        pageSize: 1000,
      }),
    ).toString('base64url')
    for (const cursor of ['', 'page-2', payload, `${good}x`, `${forged}.${signature}`]) {
      expect(await outsider.result(next, { input: { cursor } })).toEqual(refused)
    }
    expect(await stranger.result(next, { input: { cursor: good } })).toEqual(refused)
    expect(isRecord(await outsider.result(next, { input: { cursor: good } }))).toBe(true)
  })
})
