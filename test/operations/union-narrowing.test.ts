// The compiler is the test here: each function narrows one union by __typename and does not compile
// when a member is missing. At run time it shows that no union of the schema was left out.
import { isInterfaceType, isUnionType } from 'graphql'
import { describe, expect, it } from 'vitest'
import type * as door from '../../src/operations.js'
import { schema } from './support.js'

type Item<List extends readonly unknown[] | null> = NonNullable<List>[number]
type CaseOf<Result> = Extract<Result, { readonly __typename: 'CaseInformation' }>
type Structure = CaseOf<door.CaseStructureQuery['caseDetails']>['entityStructure']
type Risk = CaseOf<door.CaseRiskAssessmentQuery['caseDetails']>['riskAssessmentSubmission']
type People = CaseOf<door.VerificationLinksQuery['caseDetails']>['individuals']
type Refused = Extract<
  NonNullable<door.SubmitCaseMutation['submitCase']>,
  { readonly __typename: 'ValidationErrors' }
>
type Case =
  | door.CreateLiteCaseMutation['createLiteCase']
  | door.CreateCaseMutation['createCase']
  | door.EscalateLiteCaseMutation['escalateLiteCase']
  | door.SubmitCaseMutation['submitCase']
  | door.CaseStatusQuery['caseDetails']

function readCase(result: NonNullable<Case>): string {
  switch (result.__typename) {
    case 'CaseInformation':
      return result.caseId
    case 'ValidationErrors':
      return `${result.errors.length}`
    default:
      return result satisfies never
  }
}

function readDocument(
  result: NonNullable<
    | door.AddEntityDocumentMutation['addEntityDocument']
    | door.AddIndividualDocumentMutation['addIndividualDocument']
    | door.DeleteIndividualDocumentMutation['deleteIndividualDocument']
    | door.DeleteIndividualDocumentFileMutation['deleteIndividualDocumentFile']
  >,
): string {
  switch (result.__typename) {
    case 'EntityDocumentInformation':
    case 'IndividualDocumentInformation':
      return result.documentId
    case 'CaseIndividual':
      return result.individualId
    case 'ValidationErrors':
      return `${result.errors.length}`
    default:
      return result satisfies never
  }
}

function readFile(
  result: NonNullable<
    | door.AddEntityDocumentFileMutation['addEntityDocumentFile']
    | door.AddIndividualDocumentFileMutation['addIndividualDocumentFile']
  >,
): string {
  switch (result.__typename) {
    case 'AddEntityDocumentFileResult':
    case 'AddIndividualDocumentFileResult':
      return result.uploadUrl
    case 'ValidationErrors':
      return `${result.errors.length}`
    default:
      return result satisfies never
  }
}

function readPage(
  result: NonNullable<
    door.SearchCasesQuery['searchCases'] | door.NextPageOfCasesQuery['nextPageOfCases']
  >,
): string {
  switch (result.__typename) {
    case 'PageOfCasesMatchingSearch':
      return `${result.hasNextPage}`
    case 'ValidationErrors':
      return `${result.errors.length}`
    default:
      return result satisfies never
  }
}

function readWebhook(
  result:
    | door.CreateWebhookSubscriptionMutation['createWebhookSubscription']
    | door.DeleteWebhookSubscriptionMutation['deleteWebhookSubscription'],
): string {
  switch (result.__typename) {
    case 'WebhookSubscription':
      return result.endpoint
    case 'ValidationErrors':
      return `${result.errors.length}`
    default:
      return result satisfies never
  }
}

function readLink(result: Item<People>['urls']['verification']): string {
  switch (result.__typename) {
    case 'ValidUrl':
      return result.url
    case 'InvalidUrl':
      return result.message
    default:
      return result satisfies never
  }
}

function readEntityEdge(edge: Item<Structure['entityRelationships']>): string {
  switch (edge.__typename) {
    case 'RootEntityRelationship':
      return edge.entityId
    case 'ControllingEntityRelationship':
      return edge.parentEntityId
    case 'ShareholdingEntityRelationship':
      return `${edge.percentShareholding}`
    default:
      return edge satisfies never
  }
}

function readPersonEdge(edge: Item<Structure['individualEntityRelationships']>): string {
  switch (edge.__typename) {
    case 'ControllingIndividualEntityRelationship':
      return `${edge.controllingRelationshipType}`
    case 'ShareholdingIndividualEntityRelationship':
      return `${edge.percentShareholding}`
    default:
      return edge satisfies never
  }
}

function readRiskAnswer(answer: Item<NonNullable<Risk>['answers']>): string {
  switch (answer.__typename) {
    case 'YesNoRiskSubmissionAnswer':
      return answer.answer
    case 'OptionsRiskSubmissionAnswer':
      return answer.selectedOptions.join()
    case 'TextRiskSubmissionAnswer':
      return `${answer.text}`
    default:
      return answer satisfies never
  }
}

function readRefusal(error: Item<Refused['errors']>): string {
  switch (error.__typename) {
    case 'MinLengthValidationError':
      return `${error.minLength}`
    case 'MaxLengthValidationError':
      return `${error.maxLength}`
    case 'StringLengthValidationError':
      return `${error.minLength} ${error.maxLength}`
    case 'RangeValidationError':
      return `${error.minimum} ${error.maximum}`
    case 'RequiredValidationError':
    case 'UnresolvableValidationError':
    case 'ValidationError':
      return error.fieldPath.join()
    default:
      return error satisfies never
  }
}

const readers = {
  AddEntityDocumentResult: readDocument,
  AddEntityFileResult: readFile,
  AddFileResult: readFile,
  AddIndividualDocumentResult: readDocument,
  CreateCaseResult: readCase,
  DeleteIndividualDocumentFileResult: readDocument,
  DeleteIndividualDocumentResult: readDocument,
  EntityRelationship: readEntityEdge,
  IValidationError: readRefusal,
  IndividualEntityRelationship: readPersonEdge,
  QueryCaseResult: readCase,
  RiskSubmissionAnswer: readRiskAnswer,
  // Never the type of a field: its members are answers.
  ScoredRiskSubmissionAnswer: readRiskAnswer,
  SearchCasesResults: readPage,
  UpdateCaseResult: readCase,
  UrlResultType: readLink,
  WebhookResult: readWebhook,
}

describe('the types of results', () => {
  it('narrow every union and interface of the schema to its last member', () => {
    const abstract = Object.values(schema.getTypeMap())
      .filter((type) => isUnionType(type) || isInterfaceType(type))
      .map(({ name }) => name)
    expect(Object.keys(readers).sort()).toEqual(abstract.sort())
  })

  it('narrow a value at run time as the compiler says', () => {
    expect(readLink({ __typename: 'InvalidUrl', message: 'not yet' })).toBe('not yet')
    expect(
      readEntityEdge({
        __typename: 'ShareholdingEntityRelationship',
        entityId: '1',
        parentEntityId: '2',
        percentShareholding: 12.5,
        beneficiallyHeld: null,
      }),
    ).toBe('12.5')
  })
})
