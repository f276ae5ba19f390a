// What the vendor's public documentation describes must be valid against our schema. The first text is
// the documentation's own; the others are written from the fields and types that it names.
import { parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from './support.js'

describe('the operations that First AML documents', () => {
  it.each([
    'query { me { apiClientId friendlyApiClientName scopes accessibleOrganizations { organizationId name offices { key name } } } }',
    'query ($caseId: String!) { caseDetails(caseId: $caseId) { ... on CaseInformation { caseId caseStatus } ... on ValidationErrors { errors { __typename message fieldPath } } } }',
    'query ($input: SearchCasesInput!) { searchCases(input: $input) { ... on PageOfCasesMatchingSearch { cases { caseId } hasNextPage nextCursor } ... on ValidationErrors { errors { message fieldPath } } } }',
    'query ($input: NextPageOfCasesInput!) { nextPageOfCases(input: $input) { ... on PageOfCasesMatchingSearch { cases { caseId } hasNextPage nextCursor } } }',
    'mutation ($input: CreateLiteCaseInput!) { createLiteCase(input: $input) { ... on CaseInformation { caseId } ... on ValidationErrors { errors { __typename message fieldPath ... on StringLengthValidationError { minLength maxLength } } } } }',
    'mutation ($input: GeneratePdfInput!) { createCasePdf(input: $input) { id status url } }',
    'query ($id: String!) { caseDetails(caseId: $id) { ... on CaseInformation { individuals { urls { view verification(embedded: true) { ... on ValidUrl { url } ... on InvalidUrl { message } } } } } } }',
    'mutation ($input: CreateIndividualDocumentInput!) { createIndividualDocument(input: $input) { ... on IndividualDocumentInformation { documentId } } }',
    'mutation ($input: AddIndividualDocumentFileInput!) { addIndividualDocumentFile(input: $input) { ... on AddIndividualDocumentFileResult { uploadUrl } } }',
    'mutation ($input: CreateWebhookInput!) { createWebhookSubscription(input: $input) { ... on WebhookSubscription { id endpoint eventTypes } } }',
    'query { me { accessibleOrganizations { users { id name canBeAssignedToCases } individualVerificationTypes { verificationTypeId name } } } }',
  ])('are valid: %s', (text) => {
    expect(validate(schema, parse(text))).toEqual([])
  })
})
