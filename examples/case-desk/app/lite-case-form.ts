// The form's fields, named by their places in the API's input, so that an error finds its field.
import type {
  CreateLiteCaseMutationVariables,
  ValidationErrorsFragment,
} from 'firstaml-client/operations'

interface TextField {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly type: 'text' | 'email' | 'tel'
  readonly autoComplete: 'off'
}

const text = { type: 'text', autoComplete: 'off' } as const

/** The office, which stands for the organization as well. */
export const homeField = 'officeId'

export const textFields: readonly TextField[] = [
  { ...text, name: 'individual.preferredName.firstName', label: 'First name' },
  { ...text, name: 'individual.preferredName.lastName', label: 'Last name' },
  {
    ...text,
    name: 'individual.emailAddress',
    label: 'E-mail address',
    hint: 'First AML writes to this address.',
    type: 'email',
  },
  {
    ...text,
    name: 'individual.phoneNumber',
    label: 'Phone number',
    hint: 'With the country, such as +64 21 123 4567.',
    type: 'tel',
  },
  {
    ...text,
    name: 'reference',
    label: 'Reference',
    hint: 'Your own number of it, if there is one.',
  },
]

/** Reads the form. What is missing goes to First AML as it is: it says what it needs. */
export function readLiteCase(form: FormData): CreateLiteCaseMutationVariables['input'] {
  const textOf = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
  const [organizationId, officeId] = readHome(textOf(homeField))
  const reference = textOf('reference')
  return {
    organizationId,
    ...(officeId !== undefined && { officeId }),
    ...(reference !== '' && { reference }),
    initialState: form.has('isDraft') ? 'DRAFT' : 'SUBMIT_TO_FIRST_AML',
    individual: {
      preferredName: {
        firstName: textOf('individual.preferredName.firstName'),
        lastName: textOf('individual.preferredName.lastName'),
      },
      emailAddress: textOf('individual.emailAddress'),
      phoneNumber: textOf('individual.phoneNumber'),
    },
  }
}

function readHome(value: string): [organizationId: string, officeId: string | undefined] {
  const home: unknown = value === '' ? [] : JSON.parse(value)
  const [organizationId, officeId] = Array.isArray(home) ? home : []
  return [String(organizationId ?? ''), typeof officeId === 'string' ? officeId : undefined]
}

/** One thing that First AML does not accept. */
export interface Problem {
  /** The field it belongs to; undefined where this form has none. */
  readonly field: string | undefined
  readonly message: string
}

type ApiError = ValidationErrorsFragment['errors'][number]

/** In the order of the fields, as people go through them; what has no field comes last. */
export function readProblems(errors: readonly ApiError[]): readonly Problem[] {
  const positionOf = ({ field }: Problem) =>
    field === undefined ? textFields.length : textFields.findIndex(({ name }) => name === field)
  return errors.map(readProblem).sort((one, other) => positionOf(one) - positionOf(other))
}

function readProblem(error: ApiError): Problem {
  const path = error.fieldPath.join('.')
  if (path === homeField || path === 'organizationId') {
    return { field: homeField, message: explain(error, 'Office') }
  }
  const field = textFields.find(({ name }) => name === path)
  return { field: field?.name, message: explain(error, field?.label) }
}

/** In words of the form where it can be said, otherwise in those of the API. */
function explain(error: ApiError, label: string | undefined): string {
  if (label === undefined) return error.message
  switch (error.__typename) {
    case 'RequiredValidationError':
      return `${label} is missing.`
    case 'MaxLengthValidationError':
      return `${label} is too long: at most ${error.maxLength} characters.`
    case 'MinLengthValidationError':
      return `${label} is too short: at least ${error.minLength} characters.`
    default:
      return `${label} is not accepted: ${error.message}`
  }
}
