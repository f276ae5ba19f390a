// One case: how far it is, and how the checks of its people and entities stand.
import { CaseSummaryDocument } from 'firstaml-client/operations'
import { useQuery } from 'urql'
import { CaseStatus, Moment, readable } from '../case-status'
import { Failure } from '../failure'
import { prefetch } from '../first-aml.server'
import { useServerResults } from '../urql'
import type { Route } from './+types/case'

export async function loader({ params: { caseId } }: Route.LoaderArgs) {
  return { results: await prefetch('CaseSummary', CaseSummaryDocument, { caseId }) }
}

export async function clientLoader() {
  return { results: null }
}

export default function Case({
  params: { caseId },
  loaderData: { results },
}: Route.ComponentProps) {
  useServerResults(results)
  const [{ data, error, fetching, stale }, refresh] = useQuery({
    query: CaseSummaryDocument,
    variables: { caseId },
    requestPolicy: results ? 'cache-first' : 'cache-and-network',
  })
  const found = data?.caseDetails
  if (found?.__typename !== 'CaseInformation') {
    return (
      <>
        <title>{`Case ${caseId}`}</title>
        <h1>Case {caseId}</h1>
        {error && <Failure error={error} />}
        {fetching && <p role="status">Looking …</p>}
        {found?.__typename === 'ValidationErrors' && (
          <p role="alert">There is no such case, or this desk may not see it.</p>
        )}
      </>
    )
  }
  const title = found.name ?? `Case ${caseId}`
  return (
    <>
      <title>{title}</title>
      <h1>{title}</h1>
      <dl>
        <dt>Status</dt>
        <dd>
          <CaseStatus status={found.caseStatus} />{' '}
          <button
            type="button"
            className="quiet"
            onClick={() => refresh({ requestPolicy: 'network-only' })}
          >
            Look again
          </button>
          <span role="status" className="note">
            {fetching || stale ? ' Looking …' : ''}
          </span>
        </dd>
        <dt>Number</dt>
        <dd>{found.caseId}</dd>
        <dt>Reference</dt>
        <dd>{found.reference ?? 'none'}</dd>
        <dt>Kind</dt>
        <dd>{readable(found.caseType)}</dd>
        <dt>Last change</dt>
        <dd>
          <Moment at={found.lastUpdatedOn} />
        </dd>
      </dl>
      {error && <Failure error={error} />}
      <Checks
        heading="People"
        subjects={found.individuals?.map((person) => ({
          id: person.individualId,
          name: person.preferredName?.fullName ?? person.legalName?.fullName,
          status: person.individualVerificationChecksStatus?.overall,
        }))}
      />
      <Checks
        heading="Entities"
        subjects={found.entities?.map((entity) => ({
          id: entity.entityId,
          name: entity.legalName,
          status: entity.verificationCheckStatus?.overall,
        }))}
      />
      <p>
        <a href={found.urls.view} rel="noreferrer">
          Open in First AML
        </a>
      </p>
    </>
  )
}

interface Subject {
  readonly id: string
  readonly name: string | null | undefined
  readonly status: string | null | undefined
}

function Checks({
  heading,
  subjects = [],
}: {
  readonly heading: string
  readonly subjects: readonly Subject[] | undefined
}) {
  if (subjects.length === 0) return null
  return (
    <section>
      <h2>{heading}</h2>
      <ul className="checks">
        {subjects.map(({ id, name, status }) => (
          <li key={id}>
            {name ?? id} {status ? <CaseStatus status={status} /> : <span>not checked yet</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
