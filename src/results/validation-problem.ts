import { formatFieldPath } from './field-path.js'

/** Which rule a value broke. `other` is a rule without a type of its own, or one that is new. */
export type ValidationProblemKind =
  | 'required'
  | 'min_length'
  | 'max_length'
  | 'string_length'
  | 'range'
  | 'unresolvable'
  | 'other'

/** One thing that is wrong with an input. */
export interface ValidationProblem {
  readonly kind: ValidationProblemKind
  /** The API's name of the kind, such as `MaxLengthValidationError`. */
  readonly typename: string
  /** Leads into the input, from the outside in; a position in a list is a number as text. */
  readonly path: readonly string[]
  /** The same for people: `individuals[0].emailAddress`. Empty for the input as a whole. */
  readonly pathText: string
  /** The API's own words. They may quote the value. */
  readonly message: string
  /** Fewest characters allowed, where the kind has such a limit and it was selected. */
  readonly minLength?: number
  /** Most characters allowed. */
  readonly maxLength?: number
  /** Smallest number allowed. */
  readonly minimum?: number
  /** Largest number allowed. */
  readonly maximum?: number
}

const kinds: ReadonlyMap<string, ValidationProblemKind> = new Map([
  ['RequiredValidationError', 'required'],
  ['MinLengthValidationError', 'min_length'],
  ['MaxLengthValidationError', 'max_length'],
  ['StringLengthValidationError', 'string_length'],
  ['RangeValidationError', 'range'],
  ['UnresolvableValidationError', 'unresolvable'],
])
const limits = ['minLength', 'maxLength', 'minimum', 'maximum'] as const

/** Reads one entry of `ValidationErrors.errors`, as much of it as was selected. */
export function readValidationProblem(entry: unknown): ValidationProblem {
  const members: Readonly<Record<string, unknown>> = isObject(entry) ? entry : {}
  const { __typename: typename, message, fieldPath } = members
  const path = Array.isArray(fieldPath) ? fieldPath.map(String) : []
  const known = typeof typename === 'string' ? typename : 'ValidationError'
  return {
    kind: kinds.get(known) ?? 'other',
    typename: known,
    path,
    pathText: formatFieldPath(path),
    message: typeof message === 'string' ? message : '',
    ...Object.fromEntries(
      limits
        .map((name) => [name, members[name]] as const)
        .filter(([, limit]) => typeof limit === 'number'),
    ),
  }
}

/** What was wrong, in words of our own: the API's may quote the value. */
export function summarizeProblem(problem: ValidationProblem): string {
  return `${problem.pathText || 'the input as a whole'} ${describeRule(problem)}`
}

function describeRule({ kind, minLength, maxLength, minimum, maximum }: ValidationProblem): string {
  switch (kind) {
    case 'required':
      return 'is required'
    case 'min_length':
      return `is too short${limited({ from: minLength })}`
    case 'max_length':
      return `is too long${limited({ to: maxLength })}`
    case 'string_length':
      return `has the wrong length${limited({ from: minLength, to: maxLength })}`
    case 'range':
      return `is out of range${limited({ from: minimum, to: maximum })}`
    case 'unresolvable':
      return 'leads to nothing that this client may see'
    case 'other':
      return 'is not accepted'
    default:
      return kind satisfies never
  }
}

function limited({ from, to }: { from?: number | undefined; to?: number | undefined }): string {
  if (from === undefined) return to === undefined ? '' : ` (at most ${to})`
  return to === undefined ? ` (at least ${from})` : ` (${from} to ${to})`
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
