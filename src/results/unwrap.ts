/**
 * Results that are a union of the success and `ValidationErrors`.
 *
 * How is a member that the API has added since recognised, when types are gone at run time? By what
 * it brings: an operation selects fields of each member that it knows, so a known member has some,
 * and of a new one only `__typename` arrives. That needs no table of types in a bundle. The one case
 * in which it fails is a document that selects nothing of the success but `__typename`; there the
 * names that mean success are given to {@link unwrap}.
 */
import { UnexpectedResponseError } from '../base/errors.js'
import { redact } from '../base/redaction.js'
import { ValidationFailedError } from './validation-failed-error.js'
import { readValidationProblem } from './validation-problem.js'

/** One member of a result's union; its other fields are those that the operation selects. */
interface UnionMember {
  readonly __typename: string
}

/** The members of a result's union other than `ValidationErrors`. */
export type Success<Result> = Exclude<
  NonNullable<Result>,
  { readonly __typename: 'ValidationErrors' }
>

/** Tells whether a result says that the input was refused. */
export function isValidationErrors<Value>(
  value: Value,
): value is Value & { readonly __typename: 'ValidationErrors' } {
  return readTypename(value) === 'ValidationErrors'
}

/**
 * Gives the success of a result, or throws what is in its place.
 *
 * @param result - the field that holds the union, such as `data.createLiteCase`.
 * @param names - the members that mean success; needed only where the document selects nothing of
 * them but `__typename`. Left out: every member of which there is more than that.
 * @throws ValidationFailedError when the API refused the input.
 * @throws UnexpectedResponseError when there is no result, and for a member that the types do not
 * know; its message names the member.
 *
 * @example
 * ```ts
 * const { createLiteCase } = await client.request(CreateLiteCaseDocument, { input })
 * const { caseId, urls } = unwrap(createLiteCase)
 * ```
 */
export function unwrap<
  Result extends UnionMember | null | undefined,
  Name extends Success<Result>['__typename'] = Success<Result>['__typename'],
>(result: Result, ...names: readonly Name[]): Extract<Success<Result>, { __typename: Name }> {
  const value: unknown = result
  const typename = readTypename(value)
  if (typename === 'ValidationErrors') throw validationFailed(value)
  if (isSuccess<Extract<Success<Result>, { __typename: Name }>>(value, typename, names)) {
    return value
  }
  throw noSuccess(value, typename)
}

/** The one place where a value from outside is taken at its word: its name, or its having fields. */
function isSuccess<Member>(
  value: unknown,
  typename: string | undefined,
  names: readonly string[],
): value is Member {
  if (typename === undefined) return false
  if (names.length > 0) return names.includes(typename)
  return isObject(value) && Object.keys(value).some((key) => key !== '__typename')
}

function validationFailed(value: unknown): ValidationFailedError {
  const errors = isObject(value) && Array.isArray(value.errors) ? value.errors : []
  return new ValidationFailedError({ errors: errors.map(readValidationProblem) })
}

function noSuccess(value: unknown, typename: string | undefined): Error {
  if (value === undefined) {
    return unexpected(
      'There is no result to unwrap: the answer has not come, or it failed. Look at its error first.',
    )
  }
  if (value === null) {
    return unexpected('The API answered null: neither a result nor a reason why there is none.')
  }
  if (typename === undefined) {
    return new TypeError(
      'unwrap takes a result with __typename. Select it in the document, next to the fields.',
    )
  }
  return unexpected(
    `The API answered with ${redact(typename, [], 100)}, which this operation does not know. Update firstaml-client, or generate the operation anew from the current schema.`,
  )
}

function unexpected(message: string): UnexpectedResponseError {
  return new UnexpectedResponseError(message, {})
}

function readTypename(value: unknown): string | undefined {
  return isObject(value) && typeof value.__typename === 'string' ? value.__typename : undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
