// `client.cases` against a scripted API: pages that come, fail, lie and lead in circles.
import { beforeAll, describe, expect, it } from 'vitest'
import type { CaseListItem, FirstAmlClientOptions } from '../../src/index.js'
import { createApiRig, failureOf, follow, graphqlResponse } from '../fetch/api-rig.js'

// The first step loads code, for which no turn of a fake clock waits.
beforeAll(() => import('../../src/cases/walk-cases.js'))

const caseOf = (number: number): CaseListItem => ({
  caseId: String(number),
  caseStatus: 'IN_PROGRESS',
  caseType: 'STANDARD',
  reference: null,
  lastUpdatedOn: '2026-11-23T00:00:00Z',
  name: `Case ${number}`,
})

interface Page {
  readonly cases: readonly CaseListItem[] | null
  readonly hasNextPage: boolean
  readonly nextCursor: string | null
}

interface Asked {
  readonly operation: string
  readonly input: Readonly<Record<string, unknown>>
}

/** @param pageAt - the page that a cursor leads to, or what the API answers in its place. */
const setUp = (
  pageAt: (cursor: string | undefined, index: number) => Page | Response | undefined,
  options: Partial<FirstAmlClientOptions> = {},
) => {
  const rig = createApiRig(options)
  const asked: Asked[] = []
  rig.onApi = ({ init }) => {
    const { query, variables } = JSON.parse(String(init.body))
    const isNext = query.includes('nextPageOfCases(')
    asked.push({ operation: isNext ? 'NextPageOfCases' : 'SearchCases', input: variables.input })
    const page = pageAt(isNext ? variables.input.cursor : undefined, asked.length - 1)
    if (page === undefined || page instanceof Response) return page
    const result = { __typename: 'PageOfCasesMatchingSearch', ...page }
    return graphqlResponse({
      data: isNext ? { nextPageOfCases: result } : { searchCases: result },
    })
  }
  return { ...rig, asked }
}

/** `total` cases on pages of `size`; the cursor is the number of the page's first case. */
const pagesOf =
  (total: number, size: number) =>
  (cursor: string | undefined): Page => {
    const from = Number(cursor ?? 0)
    const to = Math.min(total, from + size)
    return {
      cases: Array.from({ length: to - from }, (_, index) => caseOf(from + index)),
      hasNextPage: to < total,
      nextCursor: to < total ? String(to) : null,
    }
  }

const idsOf = async (cases: AsyncIterable<{ readonly caseId: string }>, limit = 10_000) => {
  const ids: string[] = []
  for await (const { caseId } of cases) {
    ids.push(caseId)
    if (ids.length === limit) break
  }
  return ids
}
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => String(from + index))

describe('client.cases', () => {
  it('gives every case of every page once, in order', async () => {
    const { client, asked } = setUp(pagesOf(7, 3))
    expect(await idsOf(client.cases())).toEqual(numbers(0, 7))
    expect(asked.map(({ operation }) => operation)).toEqual([
      'SearchCases',
      'NextPageOfCases',
      'NextPageOfCases',
    ])
  })

  it('searches by what it is given, oldest change first unless told otherwise', async () => {
    const { client, asked } = setUp(pagesOf(0, 1))
    await idsOf(client.cases())
    await idsOf(
      client.cases({
        searchTerm: 'Smith',
        updatedAfter: '2026-11-01T00:00:00Z',
        hasReferenceSet: false,
        organizationId: 'o-1',
        sortDirection: 'DESCENDING',
        pageSize: 5,
      }),
    )
    expect(asked.map(({ input }) => input)).toEqual([
      { sortField: 'UPDATED_ON', sortDirection: 'ASCENDING', pageSize: 100 },
      {
        sortField: 'UPDATED_ON',
        sortDirection: 'DESCENDING',
        pageSize: 5,
        searchTerm: 'Smith',
        updatedAfter: '2026-11-01T00:00:00Z',
        hasReferenceSet: false,
        organizationId: 'o-1',
      },
    ])
  })

  it('takes a Date for the moment after which a case has changed', async () => {
    const { client, asked } = setUp(pagesOf(0, 1))
    await idsOf(client.cases({ updatedAfter: new Date(Date.UTC(2026, 10, 1)) }))
    expect(asked[0]?.input).toHaveProperty('updatedAfter', '2026-11-01T00:00:00.000Z')
  })

  it('asks for nothing before it is iterated, and for no page before the last is used up', async () => {
    const { client, asked, clock } = setUp(pagesOf(6, 3))
    const cases = client.cases()
    await clock.settle()
    expect(asked).toHaveLength(0)
    for (let count = 0; count < 3; count++) await cases.next()
    await clock.settle()
    expect(asked).toHaveLength(1)
    await cases.next()
    expect(asked).toHaveLength(2)
  })

  it('asks for nothing more after break and after return()', async () => {
    const { client, asked } = setUp(pagesOf(6, 3))
    const cases = client.cases()
    expect(await idsOf(cases, 3)).toEqual(['0', '1', '2'])
    expect(await cases.next()).toEqual({ done: true, value: undefined })
    expect(asked).toHaveLength(1)
  })

  it.each([
    [0, 0],
    [2, 1],
    [3, 1],
    [4, 2],
    [99, 3],
  ])('ends after max: %i', async (max, requests) => {
    const { client, asked } = setUp(pagesOf(7, 3))
    expect(await idsOf(client.cases({ max }))).toEqual(numbers(0, Math.min(7, max)))
    expect(asked).toHaveLength(requests)
  })

  it('takes null for an empty last page', async () => {
    const { client } = setUp(() => ({ cases: null, hasNextPage: false, nextCursor: null }))
    expect(await idsOf(client.cases())).toEqual([])
  })

  it.each([
    ['an empty page', { cases: [], hasNextPage: true, nextCursor: 'more' }, /without cases/],
    ['null for a page', { cases: null, hasNextPage: true, nextCursor: 'more' }, /without cases/],
    ['no cursor', { cases: [caseOf(0)], hasNextPage: true, nextCursor: null }, /no cursor/],
    ['an empty cursor', { cases: [caseOf(0)], hasNextPage: true, nextCursor: '' }, /no cursor/],
  ])('fails when the API promises more and gives %s', async (_what, page, message) => {
    const { client } = setUp(() => page)
    const error = await failureOf(idsOf(client.cases()))
    expect(error).toMatchObject({ code: 'unexpected_response' })
    expect(String(error)).toMatch(message)
  })

  it.each([1, 2, 5])('fails when the cursors lead in a circle of %i', async (length) => {
    const { client, asked } = setUp((cursor) => ({
      cases: [caseOf(0)],
      hasNextPage: true,
      nextCursor: String((Number(cursor ?? -1) + 1) % length),
    }))
    const error = await failureOf(idsOf(client.cases()))
    expect(error).toMatchObject({ code: 'unexpected_response' })
    expect(String(error)).toMatch(/read before/)
    expect(asked).toHaveLength(length + 1)
  })

  it('notices that the first page of a resumed walk leads to itself', async () => {
    const { client, asked } = setUp(() => ({
      cases: [caseOf(0)],
      hasNextPage: true,
      nextCursor: 'x',
    }))
    expect(await failureOf(idsOf(client.cases({ cursor: 'x' })))).toMatchObject({
      code: 'unexpected_response',
    })
    expect(asked).toHaveLength(1)
  })

  it('throws ValidationFailedError when the API refuses the search', async () => {
    const errors = [
      { __typename: 'RangeValidationError', message: 'no', fieldPath: ['pageSize'], maximum: 100 },
    ]
    const { client } = setUp(() =>
      graphqlResponse({ data: { searchCases: { __typename: 'ValidationErrors', errors } } }),
    )
    expect(await failureOf(idsOf(client.cases()))).toMatchObject({
      code: 'validation_failed',
      errors: [{ pathText: 'pageSize', maximum: 100 }],
    })
  })

  it.each([
    ['max', { max: -1 }],
    ['max', { max: 1.5 }],
    ['pageSize', { pageSize: 0 }],
    ['pageSize', { pageSize: 101 }],
    ['position', { position: -1 }],
    ['updatedAfter', { updatedAfter: new Date('yesterday') }],
  ])('refuses a bad %s at once', (option, options) => {
    const { client } = setUp(pagesOf(1, 1))
    expect(() => client.cases(options)).toThrow(new RegExp(`^${option} must`))
  })
})

describe('going on', () => {
  it('goes on after a failure where it was: no page again that was consumed in full, none left out', async () => {
    let broken = true
    const pages = pagesOf(9, 3)
    const { client } = setUp((cursor) =>
      cursor === '6' && broken ? new Response('', { status: 500 }) : pages(cursor),
    )
    const cases = client.cases()
    const before: string[] = []
    const error = await failureOf(
      (async () => {
        for await (const { caseId } of cases) before.push(caseId)
      })(),
    )
    expect(error).toMatchObject({ code: 'unexpected_response', status: 500 })
    expect(before).toEqual(numbers(0, 6))
    broken = false
    const { cursor, position } = cases
    expect([cursor, position]).toEqual(['6', 0])
    expect(await idsOf(client.cases({ cursor, position }))).toEqual(numbers(6, 9))
  })

  it('reads the page again that was not consumed in full, from its position if told', async () => {
    const { client } = setUp(pagesOf(9, 3))
    const cases = client.cases()
    // The consumer fails at case 4, so 4 is not consumed.
    for await (const { caseId } of cases) if (caseId === '4') break
    const { cursor, position } = cases
    expect([cursor, position]).toEqual(['3', 1])
    expect(await idsOf(client.cases({ cursor }))).toEqual(numbers(3, 9))
    expect(await idsOf(client.cases({ cursor, position }))).toEqual(numbers(4, 9))
  })

  it('has not left a page while its last case is with the consumer', async () => {
    const { client } = setUp(pagesOf(6, 3))
    const cases = client.cases()
    for await (const { caseId } of cases) if (caseId === '2') break
    expect([cases.cursor, cases.position]).toEqual([undefined, 2])
    expect(await idsOf(client.cases({ position: cases.position }))).toEqual(numbers(2, 6))
  })

  it('stays at the last page at the end, so that going on gives only what is new', async () => {
    let total = 5
    const { client } = setUp((cursor) => pagesOf(total, 3)(cursor))
    const cases = client.cases()
    await idsOf(cases)
    const { cursor, position } = cases
    expect([cursor, position]).toEqual(['3', 2])
    total = 7
    expect(await idsOf(client.cases({ cursor, position }))).toEqual(numbers(5, 7))
  })
})

describe('the signal', () => {
  it('ends a wait for a page at once', async () => {
    const { client, clock, asked } = setUp((cursor) =>
      cursor === undefined ? pagesOf(6, 3)(cursor) : undefined,
    )
    const controller = new AbortController()
    const state = follow(idsOf(client.cases({ signal: controller.signal })))
    await clock.settle()
    expect([asked.length, state.settled]).toEqual([2, false])
    controller.abort(new Error('enough'))
    await clock.settle()
    expect(state.error).toMatchObject({ code: 'aborted', cause: { message: 'enough' } })
  })

  it('ends between two cases of a page, and before the first request', async () => {
    const { client, asked } = setUp(pagesOf(6, 3))
    const controller = new AbortController()
    const cases = client.cases({ signal: controller.signal })
    await cases.next()
    controller.abort()
    expect(await failureOf(cases.next())).toMatchObject({ code: 'aborted' })
    expect(asked).toHaveLength(1)
    const late = client.cases({ signal: controller.signal })
    expect(await failureOf(late.next())).toMatchObject({ code: 'aborted' })
    expect(asked).toHaveLength(1)
  })

  it('ends with the client', async () => {
    const { client } = setUp(pagesOf(6, 3))
    const cases = client.cases()
    for (let count = 0; count < 3; count++) await cases.next()
    client.dispose()
    expect(await failureOf(cases.next())).toMatchObject({ code: 'aborted' })
  })
})
