// Opens a lite case. What First AML does not accept is said beside the field it belongs to.
import { CreateLiteCaseDocument, MeDocument } from 'firstaml-client/operations'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useMutation, useQuery } from 'urql'
import { Failure } from '../failure'
import { prefetch } from '../first-aml.server'
import { homeField, type Problem, readLiteCase, readProblems, textFields } from '../lite-case-form'
import { useServerResults } from '../urql'
import type { Route } from './+types/new-case'

export async function loader() {
  return { results: await prefetch('Me', MeDocument, {}) }
}

export async function clientLoader() {
  return { results: null }
}

export default function NewCase({ loaderData: { results } }: Route.ComponentProps) {
  useServerResults(results)
  const [{ data, error }] = useQuery({ query: MeDocument, variables: {} })
  const [{ fetching, error: failure }, create] = useMutation(CreateLiteCaseDocument)
  const [problems, setProblems] = useState<readonly Problem[]>([])
  const navigate = useNavigate()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    // A second click would make a second case.
    if (fetching) return
    const input = readLiteCase(new FormData(event.currentTarget))
    const { data: answer } = await create({ input })
    const created = answer?.createLiteCase
    // The package's main door stays on the server, so what a browser asks is the type's name.
    setProblems(created?.__typename === 'ValidationErrors' ? readProblems(created.errors) : [])
    if (created?.__typename === 'CaseInformation') await navigate(`/cases/${created.caseId}`)
  }

  return (
    <>
      <title>{problems.length > 0 ? 'Error: New case' : 'New case'}</title>
      <h1>New case</h1>
      <p>A lite case, for one person, who will be asked to verify who they are.</p>
      {error && <Failure error={error} />}
      {failure && <Failure error={failure} isChange />}
      <Summary problems={problems} />
      {/* First AML says what it accepts, so the browser does not. */}
      <form noValidate onSubmit={submit}>
        <div className="field">
          <label htmlFor={homeField}>Office</label>
          <select id={homeField} name={homeField} {...describedBy(homeField, problems)}>
            {data?.me.accessibleOrganizations.map(({ organizationId, name, offices }) => (
              <optgroup key={organizationId} label={name}>
                {(offices.length > 0 ? offices : [{ key: null, name }]).map((office) => (
                  <option key={office.key} value={JSON.stringify([organizationId, office.key])}>
                    {office.name}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
          <ProblemsOf field={homeField} problems={problems} />
        </div>
        {textFields.map(({ name, label, hint, type, autoComplete }) => (
          <div className="field" key={name}>
            <label htmlFor={name}>{label}</label>
            {hint && (
              <p className="hint" id={`${name}-hint`}>
                {hint}
              </p>
            )}
            <input
              id={name}
              name={name}
              type={type}
              autoComplete={autoComplete}
              {...describedBy(name, problems, hint)}
            />
            <ProblemsOf field={name} problems={problems} />
          </div>
        ))}
        <div className="choice">
          <input id="isDraft" name="isDraft" type="checkbox" />
          <label htmlFor="isDraft">Keep it as a draft; nobody is asked anything yet</label>
        </div>
        <button type="submit" aria-disabled={fetching}>
          {fetching ? 'Creating …' : 'Create case'}
        </button>
      </form>
    </>
  )
}

/** Says that there are problems, takes the focus, and leads to the fields. */
function Summary({ problems }: { readonly problems: readonly Problem[] }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (problems.length > 0) box.current?.focus()
  }, [problems])
  if (problems.length === 0) return null
  return (
    <div className="failure" role="alert" tabIndex={-1} ref={box} aria-labelledby="summary">
      <h2 id="summary">The case was not created</h2>
      <ul>
        {problems.map(({ field, message }) => (
          <li key={`${field} ${message}`}>
            {field === undefined ? message : <a href={`#${field}`}>{message}</a>}
          </li>
        ))}
      </ul>
    </div>
  )
}

function ProblemsOf({
  field,
  problems,
}: {
  readonly field: string
  readonly problems: readonly Problem[]
}) {
  const own = problems.filter((problem) => problem.field === field)
  if (own.length === 0) return null
  return (
    <p className="problem" id={`${field}-problem`}>
      {own.map(({ message }) => message).join(' ')}
    </p>
  )
}

function describedBy(field: string, problems: readonly Problem[], hint?: string) {
  const isWrong = problems.some((problem) => problem.field === field)
  const ids = [hint && `${field}-hint`, isWrong && `${field}-problem`].filter(Boolean).join(' ')
  return { 'aria-invalid': isWrong, ...(ids !== '' && { 'aria-describedby': ids }) }
}
