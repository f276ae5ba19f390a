import type { CombinedError } from '@urql/core'

const explanations: Readonly<Record<string, string>> = {
  scope_missing: 'This desk lacks a permission at First AML. Whoever runs it can ask for it.',
  throttled: 'First AML has too much to do just now. Try again in a minute.',
  unknown_outcome:
    'First AML did not answer in time, so the case may exist already. Look in the list before you create it again.',
}

interface FailureProps {
  readonly error: CombinedError
  /** Whether a change was asked for, which may have happened although no answer came. */
  readonly isChange?: boolean
}

/** What went wrong, for people; the reason is in the server's log under the same code. */
export function Failure({ error, isChange = false }: FailureProps) {
  const code =
    error.networkError && isChange ? 'unknown_outcome' : error.graphQLErrors[0]?.extensions.code
  const explanation = typeof code === 'string' ? explanations[code] : undefined
  return (
    <p role="alert" className="failure">
      {explanation ?? 'First AML cannot be reached just now. Try again later.'}
    </p>
  )
}
