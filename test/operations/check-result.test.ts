// The check itself: were it blind, the tests that rest on it would say nothing.
import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { checkResult } from './check-result.js'
import { schema } from './support.js'

const document = parse(`query Q($caseId: String!) {
  caseDetails(caseId: $caseId) {
    __typename
    ... on CaseInformation {
      caseId caseStatus createdOn
      amlProfile { transactionValue }
      pdfs { id }
      pdfs { url }
      individuals { dateOfBirth urls { view } individualVerificationType { verificationTypeId } }
    }
    ...Errors
  }
}
fragment Errors on ValidationErrors { errors { __typename ... on IValidationError { message } } }`)

const right = {
  __typename: 'CaseInformation',
  caseId: '1',
  caseStatus: 'DRAFT',
  createdOn: '2026-01-02T03:04:05Z',
  amlProfile: { transactionValue: 0.5 },
  pdfs: [{ id: 1, url: null }],
  individuals: [
    {
      dateOfBirth: '1988-04-17',
      urls: { view: 'https://example.test/' },
      individualVerificationType: { verificationTypeId: 1 },
    },
  ],
}
const [person] = right.individuals

describe('the check of a result', () => {
  it.each([
    [right],
    [{ ...right, pdfs: [], individuals: [], amlProfile: { transactionValue: null } }],
    [{ __typename: 'ValidationErrors', errors: [{ __typename: 'ValidationError', message: '' }] }],
    [null],
  ])('finds nothing wrong with what is right (%#)', (caseDetails) => {
    expect(checkResult(schema, document, { caseDetails })).toEqual([])
  })

  it.each([
    [{ ...right, caseId: 1 }, 'data.caseDetails.caseId is no String'],
    [{ ...right, caseId: null }, 'data.caseDetails.caseId is null, and String! cannot be'],
    [{ ...right, caseStatus: 'NEW' }, 'data.caseDetails.caseStatus is no value of CaseStatus'],
    [{ ...right, createdOn: '2026-01-02' }, 'data.caseDetails.createdOn is no DateTime'],
    [{ ...right, createdOn: undefined }, 'data.caseDetails.createdOn is no DateTime'],
    [{ ...right, amlProfile: { transactionValue: '1' } }, 'transactionValue is no Decimal'],
    [{ ...right, amlProfile: {} }, 'data.caseDetails.amlProfile.transactionValue is missing'],
    [{ ...right, amlProfile: [] }, 'data.caseDetails.amlProfile is no AmlProfile'],
    [{ ...right, pdfs: [{ id: 2 ** 31, url: null }] }, 'data.caseDetails.pdfs.0.id is no Int'],
    [{ ...right, pdfs: [{ id: '1', url: null }] }, 'data.caseDetails.pdfs.0.id is no Int'],
    [{ ...right, pdfs: [{ id: 1.5, url: null }] }, 'data.caseDetails.pdfs.0.id is no Int'],
    [{ ...right, pdfs: [null] }, 'pdfs.0 is null, and GeneratedPdfInformation! cannot be'],
    [{ ...right, pdfs: {} }, 'data.caseDetails.pdfs is no list'],
    [{ ...right, individuals: [{ ...person, dateOfBirth: '17/04/1988' }] }, 'OfBirth is no Date'],
    [{ ...right, individuals: [{ ...person, urls: { view: '/x' } }] }, 'view is no URL'],
    [{ ...right, name: 'x' }, 'data.caseDetails.name was not asked for'],
    [{ __typename: 'Case' }, 'data.caseDetails is a Case, which is no QueryCaseResult'],
    [{ __typename: 'ValidationErrors' }, 'data.caseDetails.errors is missing'],
    [
      { __typename: 'ValidationErrors', errors: [{ __typename: 'ValidationErrors' }] },
      'errors.0 is a ValidationErrors, which is no IValidationError',
    ],
  ])('finds what is wrong (%#)', (caseDetails, problem) => {
    const problems = checkResult(schema, document, { caseDetails })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(problem)
  })
})
