import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  FirstAmlError,
  isValidationErrors,
  UnexpectedResponseError,
  unwrap,
  ValidationFailedError,
} from '../../src/index.js'
import type { CreateLiteCaseMutation, SubmitCaseMutation } from '../../src/operations.js'

type Submitted = SubmitCaseMutation['submitCase']
type SubmittedCase = Extract<Submitted, { __typename: 'CaseInformation' }>

const submitted: SubmittedCase = {
  __typename: 'CaseInformation',
  caseId: '1001',
  caseStatus: 'IN_PROGRESS',
  caseType: 'LITE',
  reference: null,
  lastUpdatedOn: '2026-11-23T09:30:00Z',
}
const refused: Submitted = {
  __typename: 'ValidationErrors',
  errors: [
    { __typename: 'RequiredValidationError', message: 'It is.', fieldPath: ['individuals', '0'] },
  ],
}

/** A result as it would be when the API has grown since the types were made. */
function arrive(json: string): Submitted {
  return JSON.parse(json)
}

function catchError(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

describe('unwrap', () => {
  it('gives the success, with its type', () => {
    const result: Submitted = submitted as Submitted
    const value = unwrap(result)
    expect(value).toBe(submitted)
    expectTypeOf(value).toEqualTypeOf<SubmittedCase>()
    expectTypeOf(unwrap<CreateLiteCaseMutation['createLiteCase']>)
      .returns.toHaveProperty('urls')
      .toEqualTypeOf<{ readonly view: `http://${string}` | `https://${string}` }>()
  })

  it('throws what the API refused', () => {
    const error = catchError(() => unwrap(refused as Submitted))
    expect(error).toBeInstanceOf(ValidationFailedError)
    expect(error).toBeInstanceOf(FirstAmlError)
    expect(error).toMatchObject({
      name: 'ValidationFailedError',
      code: 'validation_failed',
      errors: [{ kind: 'required', pathText: 'individuals[0]', path: ['individuals', '0'] }],
    })
  })

  it('says that there is no result', () => {
    expect(catchError(() => unwrap(null as Submitted))).toMatchObject({
      code: 'unexpected_response',
      message: 'The API answered null: neither a result nor a reason why there is none.',
    })
    expect(catchError(() => unwrap(undefined as Submitted | undefined))).toMatchObject({
      code: 'unexpected_response',
      message: expect.stringMatching(
        /^There is no result to unwrap: .* Look at its error first\.$/,
      ),
    })
  })

  it('names a member of the union that came after these types', () => {
    const error = catchError(() => unwrap(arrive('{"__typename":"CaseQueued"}')))
    expect(error).toBeInstanceOf(UnexpectedResponseError)
    expect(error).toHaveProperty(
      'message',
      'The API answered with CaseQueued, which this operation does not know. Update firstaml-client, or generate the operation anew from the current schema.',
    )
    const odd = catchError(() => unwrap(arrive('{"__typename":"A\\u001b[31m\\n"}')))
    expect(odd).toHaveProperty('message', expect.stringContaining('with A [31m, which'))
  })

  it('takes the names of success for a document that selects nothing else of it', () => {
    const bare = arrive('{"__typename":"CaseInformation"}')
    expect(catchError(() => unwrap(bare))).toBeInstanceOf(UnexpectedResponseError)
    expect(unwrap(bare, 'CaseInformation')).toBe(bare)
    // With names given, it is the names that count.
    const other = arrive('{"__typename":"CaseQueued","caseId":"1"}')
    expect(catchError(() => unwrap(other, 'CaseInformation'))).toHaveProperty(
      'message',
      expect.stringContaining('with CaseQueued,'),
    )
    expect(catchError(() => unwrap(refused as Submitted, 'CaseInformation'))).toBeInstanceOf(
      ValidationFailedError,
    )
    // @ts-expect-error: no success of this union
    catchError(() => unwrap(bare, 'WebhookSubscription'))
    // @ts-expect-error: no success at all
    catchError(() => unwrap(bare, 'ValidationErrors'))
  })

  it('narrows by the names given, in a union with several successes', () => {
    type Several =
      | { __typename: 'A'; a: 1 }
      | { __typename: 'B'; b: 2 }
      | NonNullable<typeof refused>
    const several = { __typename: 'A', a: 1 } as Several
    expectTypeOf(unwrap(several)).toEqualTypeOf<
      { __typename: 'A'; a: 1 } | { __typename: 'B'; b: 2 }
    >()
    expectTypeOf(unwrap(several, 'A')).toEqualTypeOf<{ __typename: 'A'; a: 1 }>()
    expect(unwrap(several, 'A').a).toBe(1)
  })

  it('wants __typename, from the compiler and at run time', () => {
    // @ts-expect-error: a result without __typename cannot be told apart
    const error = catchError(() => unwrap({ caseId: '1' }))
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toHaveProperty('message', expect.stringContaining('Select it in the document'))
  })

  it('gives the value or throws a named error, whatever arrives', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const outcome = catchError(() => unwrap(arrive(JSON.stringify(json) ?? 'null')))
        expect(outcome).toSatisfy(
          (value) => value instanceof FirstAmlError || value instanceof TypeError,
        )
      }),
    )
  })
})

describe('isValidationErrors', () => {
  it('narrows to either side', () => {
    const result = refused as Submitted
    if (isValidationErrors(result)) {
      expectTypeOf(result.errors[0]?.fieldPath).toEqualTypeOf<readonly string[] | undefined>()
      expect(result.errors).toHaveLength(1)
    } else {
      expectTypeOf(result).toEqualTypeOf<SubmittedCase | null>()
      expect.unreachable()
    }
    expect(isValidationErrors(submitted)).toBe(false)
  })

  it('takes anything', () => {
    for (const value of [null, undefined, '', 'ValidationErrors', [], {}]) {
      expect(isValidationErrors(value)).toBe(false)
    }
    const unknown: unknown = refused
    if (isValidationErrors(unknown)) {
      expectTypeOf(unknown.__typename).toEqualTypeOf<'ValidationErrors'>()
    }
  })
})
