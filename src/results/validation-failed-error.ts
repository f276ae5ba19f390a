import { FirstAmlError } from '../base/errors.js'
import { redact } from '../base/redaction.js'
import { summarizeProblem, type ValidationProblem } from './validation-problem.js'

/** A message names so many problems and counts the others; `errors` has them all. */
const mostNamed = 5

/**
 * The API refused an input and changed nothing. Correct what `errors` names; sending the same again
 * does not help.
 */
export class ValidationFailedError extends FirstAmlError {
  override readonly name = 'ValidationFailedError'
  readonly code = 'validation_failed'
  readonly errors: readonly ValidationProblem[]

  constructor(details: { errors: readonly ValidationProblem[] }, options?: ErrorOptions) {
    super(summarize(details.errors), options)
    this.errors = details.errors
  }
}

function summarize(problems: readonly ValidationProblem[]): string {
  // Each on its own, since a path is whatever the server says it is.
  const named = problems
    .slice(0, mostNamed)
    .map((problem) => redact(summarizeProblem(problem), [], 150))
  const others = problems.length - named.length
  const more = others > 0 ? `, and ${others} more` : ''
  const list = named.length > 0 ? `: ${named.join(', ')}${more}` : ' and did not say why'
  return `The API refused the input${list}. See errors for its own words.`
}
