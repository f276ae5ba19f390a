// The list of cases, page by page, and a search in it.
import type { CasePageFragment } from 'firstaml-client/operations'
import { NextPageOfCasesDocument, SearchCasesDocument } from 'firstaml-client/operations'
import { useState } from 'react'
import { Form, Link } from 'react-router'
import { useQuery } from 'urql'
import { CaseStatus, Moment, readable } from '../case-status'
import { Failure } from '../failure'
import { prefetch } from '../first-aml.server'
import { useServerResults } from '../urql'
import type { Route } from './+types/cases'

const searchTermOf = (url: string) => new URL(url).searchParams.get('q')?.trim() ?? ''

const searchFor = (searchTerm: string) => ({
  input: {
    pageSize: 10,
    sortField: 'UPDATED_ON' as const,
    sortDirection: 'DESCENDING' as const,
    ...(searchTerm !== '' && { searchTerm }),
  },
})

export async function loader({ request }: Route.LoaderArgs) {
  const searchTerm = searchTermOf(request.url)
  const results = await prefetch('SearchCases', SearchCasesDocument, searchFor(searchTerm))
  return { searchTerm, results }
}

/** Once the page runs, urql asks by itself. */
export async function clientLoader({ request }: Route.ClientLoaderArgs) {
  return { searchTerm: searchTermOf(request.url), results: null }
}

export default function Cases({ loaderData: { searchTerm, results } }: Route.ComponentProps) {
  useServerResults(results)
  const [{ data, error, fetching, stale }, refresh] = useQuery({
    query: SearchCasesDocument,
    variables: searchFor(searchTerm),
    requestPolicy: results ? 'cache-first' : 'cache-and-network',
  })
  const page = data?.searchCases
  return (
    <>
      <title>Cases</title>
      <h1>Cases</h1>
      <Form role="search" className="search">
        <label htmlFor="q">Name, reference or number</label>
        <input key={searchTerm} id="q" name="q" type="search" defaultValue={searchTerm} />
        <button type="submit">Search</button>
        <button
          type="button"
          className="quiet"
          onClick={() => refresh({ requestPolicy: 'network-only' })}
        >
          Refresh
        </button>
      </Form>
      {error && <Failure error={error} />}
      <p role="status" className="note">
        {fetching || stale ? 'Looking …' : ''}
      </p>
      {page?.__typename === 'ValidationErrors' && (
        <p role="alert">{page.errors.map(({ message }) => message).join(' ')}</p>
      )}
      {page?.__typename === 'PageOfCasesMatchingSearch' && (
        <CaseTable key={searchTerm} first={page} />
      )}
    </>
  )
}

function CaseTable({ first }: { readonly first: CasePageFragment }) {
  const [cursors, setCursors] = useState<readonly string[]>([])
  if (!first.cases?.length) return <p>There are no such cases.</p>
  const more = (cursor: string) => setCursors((before) => [...before, cursor])
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Case</th>
            <th scope="col">Status</th>
            <th scope="col">Last change</th>
            <th scope="col">Reference</th>
            <th scope="col">Kind</th>
          </tr>
        </thead>
        <tbody>
          <Rows page={first} onMore={cursors.length === 0 ? more : undefined} />
          {cursors.map((cursor, index) => (
            <FurtherRows
              key={cursor}
              cursor={cursor}
              onMore={index === cursors.length - 1 ? more : undefined}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

type OnMore = ((cursor: string) => void) | undefined

function FurtherRows({ cursor, onMore }: { readonly cursor: string; readonly onMore: OnMore }) {
  const variables = { input: { cursor } }
  const [{ data, error }] = useQuery({ query: NextPageOfCasesDocument, variables })
  const page = data?.nextPageOfCases
  if (page?.__typename === 'PageOfCasesMatchingSearch') return <Rows page={page} onMore={onMore} />
  return (
    <tr>
      <td colSpan={5}>{error ? <Failure error={error} /> : 'Looking …'}</td>
    </tr>
  )
}

function Rows({ page, onMore }: { readonly page: CasePageFragment; readonly onMore: OnMore }) {
  const { cases, hasNextPage, nextCursor } = page
  return (
    <>
      {cases?.map(({ caseId, name, reference, caseType, caseStatus, lastUpdatedOn }) => (
        <tr key={caseId}>
          <th scope="row">
            <Link to={`/cases/${encodeURIComponent(caseId)}`}>{name ?? `Case ${caseId}`}</Link>
          </th>
          <td>
            <CaseStatus status={caseStatus} />
          </td>
          <td>
            <Moment at={lastUpdatedOn} />
          </td>
          <td>{reference}</td>
          <td>{readable(caseType)}</td>
        </tr>
      ))}
      {onMore && hasNextPage && nextCursor && (
        <tr>
          <td colSpan={5}>
            <button type="button" className="quiet" onClick={() => onMore(nextCursor)}>
              More cases
            </button>
          </td>
        </tr>
      )}
    </>
  )
}
