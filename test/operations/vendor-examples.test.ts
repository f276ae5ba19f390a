// What the vendor's public documentation shows must be valid against our schema, and the sandbox must
// answer it. Each entry asks for what the named page's example asks for, in a layout of our own; the
// pages are those of docs.firstaml.com as of 2026-11.
import { parse, validate } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { enter, type Outsider } from '../sandbox/outsider.js'
import { checkResult } from './check-result.js'
import { schema } from './support.js'

interface Example {
  readonly page: string
  readonly text: string
  readonly variables?: Readonly<Record<string, unknown>>
}

const created =
  '__typename ... on CaseInformation { caseId name caseType caseStatus individuals { individualId preferredName { firstName lastName } } }'
const refused = '... on ValidationErrors { errors { message fieldPath } }'

/** Documented operations, each whole. */
const examples: readonly Example[] = [
  {
    page: 'docs/auth-tokens',
    text: 'query { me { apiClientId friendlyApiClientName scopes accessibleOrganizations { organizationId name offices { key name } } } }',
  },
  {
    page: 'docs/organizations',
    text: 'query Metadata { me { friendlyApiClientName scopes accessibleOrganizations { organizationId name offices { key name } } } }',
  },
  {
    page: 'changelog/2023-09-12-risk-assessment-workflow',
    text: 'query Users { me { accessibleOrganizations { organizationId name offices { key name users { ...person } } users { ...person } } } } fragment person on User { id name emailAddress disabled canBeAssignedToCases }',
  },
  {
    page: 'changelog/2022-11-18-application-urls',
    text: 'query Links($caseId: String!) { caseDetails(caseId: $caseId) { ... on CaseInformation { caseId name urls { view } individuals { individualId legalName { firstName lastName } urls { view } } entities { legalName urls { view } } } } }',
    variables: { caseId: '1001' },
  },
  {
    page: 'changelog/2022-11-18-application-urls',
    text: 'query Forms($caseId: String!) { caseDetails(caseId: $caseId) { ... on CaseInformation { caseId individuals { individualId preferredName { firstName lastName } urls { verification { ... on ValidUrl { url } ... on InvalidUrl { message } } } } } } }',
    variables: { caseId: '1004' },
  },
  {
    page: 'changelog/2022-12-12-lite-case-creation',
    text: `mutation Create($input: CreateLiteCaseInput!) { createLiteCase(input: $input) { ${created} ${refused} } }`,
    variables: {
      input: {
        reference: 'CRM-9',
        name: 'A case of one person',
        initialState: 'SUBMIT_TO_FIRST_AML',
        organizationId: 'org-harbour',
        officeId: 'off-wellington',
        individual: {
          preferredName: { firstName: 'Aroha', lastName: 'Example' },
          emailAddress: 'aroha@example.test',
          phoneNumber: '+64 21 000 0000',
        },
      },
    },
  },
  {
    page: 'changelog/2023-01-09-lite-case-escalation',
    text: `mutation Escalate($input: EscalateLiteCaseInput!) { escalateLiteCase(input: $input) { ${created} ${refused} } }`,
    variables: { input: { caseId: 1008, initialState: 'SUBMIT_TO_FIRST_AML' } },
  },
  {
    page: 'docs/documents',
    text: 'query Documents($caseId: String!) { caseDetails(caseId: $caseId) { ... on CaseInformation { individuals { documents { ...files } } } } } fragment files on IndividualDocumentInformation { documentId type files { fileId fileExtension fileTitle contentsUrl } }',
    variables: { caseId: '1001' },
  },
  {
    page: 'docs/documents, an earlier version',
    text: 'query Documents($caseId: String!) { caseDetails(caseId: $caseId) { ... on CaseInformation { individuals { documents { type files { documentId fileExtension fileTitle contentsUrl } } } } } }',
    variables: { caseId: '1001' },
  },
  {
    page: 'docs/documents',
    text: `mutation Begin($input: CreateIndividualDocumentInput!) { createIndividualDocument(input: $input) { __typename ... on IndividualDocumentInformation { documentId } ${refused} } }`,
    variables: {
      input: {
        caseId: 1001,
        individualId: 200001,
        documentType: 'PASSPORT',
        documentTitle: 'Passport',
        countryCode: 'NZ',
        fields: [],
      },
    },
  },
]

/** Documented once, and left behind by the schema since. */
const outdated: readonly Example[] = [
  {
    page: 'changelog/2023-09-12-risk-assessment-workflow: a score and an evaluation of every answer',
    text: 'query Risk($caseId: String!) { caseDetails(caseId: $caseId) { ... on CaseInformation { riskAssessmentSubmission { answers { question score comment evaluation } } } } }',
  },
]

/** Written from the fields and types that the documentation names without an operation. */
const described: readonly string[] = [
  'query ($caseId: String!) { caseDetails(caseId: $caseId) { ... on CaseInformation { caseId caseStatus } ... on ValidationErrors { errors { __typename message fieldPath } } } }',
  'query ($input: SearchCasesInput!) { searchCases(input: $input) { ... on PageOfCasesMatchingSearch { cases { caseId } hasNextPage nextCursor } ... on ValidationErrors { errors { message fieldPath } } } }',
  'query ($input: NextPageOfCasesInput!) { nextPageOfCases(input: $input) { ... on PageOfCasesMatchingSearch { cases { caseId } hasNextPage nextCursor } } }',
  'mutation ($input: CreateLiteCaseInput!) { createLiteCase(input: $input) { ... on ValidationErrors { errors { __typename message fieldPath ... on StringLengthValidationError { minLength maxLength } } } } }',
  'mutation ($input: GeneratePdfInput!) { createCasePdf(input: $input) { id status url } }',
  'query ($id: String!) { caseDetails(caseId: $id) { ... on CaseInformation { individuals { urls { view verification(embedded: true) { ... on ValidUrl { url } ... on InvalidUrl { message } } } } } } }',
  'mutation ($input: AddIndividualDocumentFileInput!) { addIndividualDocumentFile(input: $input) { ... on AddIndividualDocumentFileResult { uploadUrl } } }',
  'mutation ($input: CreateWebhookInput!) { createWebhookSubscription(input: $input) { ... on WebhookSubscription { id endpoint eventTypes } } }',
  'query { me { accessibleOrganizations { users { id name canBeAssignedToCases } individualVerificationTypes { verificationTypeId name } } } }',
]

const problemsOf = (text: string) => validate(schema, parse(text)).map(({ message }) => message)

describe('the operations that First AML documents', () => {
  let sandbox: Sandbox
  let outsider: Outsider

  beforeAll(async () => {
    sandbox = await createSandbox({ listen: false })
    outsider = await enter(sandbox)
  })
  afterAll(() => sandbox.close())

  it.each(examples)('are valid, and answered: $page', async ({ text, variables }) => {
    expect(problemsOf(text)).toEqual([])
    // Members of unions are told apart by their names, which most examples do not ask for.
    const named = text.replaceAll(/\{ (?=\.\.\. on)/g, '{ __typename ')
    const data = await outsider.data(named, variables)
    expect(JSON.stringify(data)).not.toContain('ValidationErrors')
    expect(checkResult(schema, parse(named), data)).toEqual([])
  })

  it.each(described)('are valid where only their parts are described: %s', (text) => {
    expect(problemsOf(text)).toEqual([])
  })

  it.each(outdated)('that the schema has left behind are told as such: $page', ({ text }) => {
    expect(problemsOf(text)).not.toEqual([])
  })
})
