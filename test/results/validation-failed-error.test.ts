import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unwrap, ValidationFailedError } from '../../src/index.js'

const path = ['individuals', '0', 'emailAddress']
const at = { path, pathText: 'individuals[0].emailAddress' }

/** What `unwrap` throws for these entries of `errors`. */
function refuse(...errors: readonly unknown[]): ValidationFailedError {
  try {
    unwrap({ __typename: 'ValidationErrors', errors })
  } catch (error) {
    if (error instanceof ValidationFailedError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

const refusal = (typename: string, limits: object = {}) => ({
  __typename: typename,
  message: "'aroha@example' is not good.",
  fieldPath: path,
  ...limits,
})

describe('a validation problem', () => {
  it.each([
    ['RequiredValidationError', {}, 'required', 'is required'],
    ['MinLengthValidationError', { minLength: 3 }, 'min_length', 'is too short (at least 3)'],
    ['MaxLengthValidationError', { maxLength: 20 }, 'max_length', 'is too long (at most 20)'],
    [
      'StringLengthValidationError',
      { minLength: 3, maxLength: 20 },
      'string_length',
      'has the wrong length (3 to 20)',
    ],
    ['RangeValidationError', { minimum: 0, maximum: 0.5 }, 'range', 'is out of range (0 to 0.5)'],
    [
      'UnresolvableValidationError',
      {},
      'unresolvable',
      'leads to nothing that this client may see',
    ],
    ['ValidationError', {}, 'other', 'is not accepted'],
    ['CheckDigitValidationError', {}, 'other', 'is not accepted'],
  ])('%s with %j is %s, and the summary says %j', (typename, limits, kind, words) => {
    const error = refuse(refusal(typename, limits))
    expect(error.errors).toEqual([
      { kind, typename, ...at, message: "'aroha@example' is not good.", ...limits },
    ])
    expect(error.message).toBe(
      `The API refused the input: individuals[0].emailAddress ${words}. See errors for its own words.`,
    )
  })

  it('does without what was not selected', () => {
    const error = refuse(
      { __typename: 'MaxLengthValidationError' },
      { message: 'No.' },
      'odd',
      null,
    )
    expect(error.errors).toEqual([
      {
        kind: 'max_length',
        typename: 'MaxLengthValidationError',
        path: [],
        pathText: '',
        message: '',
      },
      { kind: 'other', typename: 'ValidationError', path: [], pathText: '', message: 'No.' },
      { kind: 'other', typename: 'ValidationError', path: [], pathText: '', message: '' },
      { kind: 'other', typename: 'ValidationError', path: [], pathText: '', message: '' },
    ])
    expect(error.message).toContain(': the input as a whole is too long, the input as a whole is')
  })
})

describe('the message of a validation failure', () => {
  it('names five problems and counts the others', () => {
    const { message, errors } = refuse(
      ...Array.from({ length: 8 }, (_, at) => ({
        ...refusal('RequiredValidationError'),
        fieldPath: ['individuals', `${at}`],
      })),
    )
    expect(errors).toHaveLength(8)
    expect(message).toBe(
      'The API refused the input: individuals[0] is required, individuals[1] is required, individuals[2] is required, individuals[3] is required, individuals[4] is required, and 3 more. See errors for its own words.',
    )
  })

  it('says so when there is no reason in the answer', () => {
    expect(refuse().message).toBe(
      'The API refused the input and did not say why. See errors for its own words.',
    )
  })

  it('never holds what the API said of a value', () => {
    const words = fc.string({ minLength: 4 }).map((text) => `<<${text}>>`)
    fc.assert(
      fc.property(words, fc.constantFrom('RangeValidationError', 'NewError'), (said, typename) => {
        const error = refuse({ ...refusal(typename), message: said })
        expect(error.message).not.toContain(said)
        expect(error.errors[0]?.message).toBe(said)
      }),
    )
  })

  it('stays one line of bounded length, whatever path the server makes up', () => {
    const { message } = refuse(
      ...Array.from({ length: 9 }, () => ({
        ...refusal('RequiredValidationError'),
        fieldPath: Array.from({ length: 500 }, () => 'a\nb\u001b'),
      })),
    )
    expect(message.length).toBeLessThan(1_000)
    expect(message).not.toMatch(/\p{Cc}/u)
  })

  it('is the first line of what a log shows', () => {
    expect(inspect(refuse(refusal('RequiredValidationError')))).toMatch(
      /^ValidationFailedError: The API refused the input: individuals\[0\]\.emailAddress is required\./,
    )
  })
})
