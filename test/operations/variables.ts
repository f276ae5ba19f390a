// Plausible variables for every operation; the compiler checks them against each document.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { toDateString, toDateTimeString, toDecimal, toIntId, toUrlString } from '../../src/index.js'
import type * as door from '../../src/operations.js'

type AnyRecord = Record<string, unknown>
type Documents = {
  [Key in keyof typeof door as Key extends `${infer Name}Document`
    ? Name
    : never]: (typeof door)[Key]
}
type OperationName = keyof Documents
type Variables = {
  [Name in OperationName]: Documents[Name] extends TypedDocumentNode<infer _, infer Given>
    ? Given
    : never
}

const organization = { organizationId: 'org-harbour', officeId: 'off-wellington' }
const person = {
  preferredName: { firstName: 'Aroha', lastName: 'Example' },
  dateOfBirth: toDateString('1988-04-17'),
  emailAddress: 'aroha@example.test',
  isCaseContact: true,
  needsVerification: true,
}
const entity = {
  tradingName: 'Example Holdings',
  type: 'PRIVATE_COMPANY',
  registeredCountry: 'NZ',
} as const
// Ids of the sandbox's first cases, which docs/sandbox-behaviour.md lists. Operations that would
// get in each other's way have cases of their own.
const caseId = '1001'
const individualId = '200001'
const entityId = '300001'
const ofCase = { caseId }
const inProgress = { caseId: '1004', individualId: '200006', entityId: '300003' }
const excused = { caseId: '1005', individualId: '200007', entityId: '300004' }
const ofPerson = { caseId: toIntId(caseId), individualId: toIntId(individualId) }
const ofEntity = { caseId: toIntId(caseId), entityId: toIntId(entityId) }
const passport = {
  documentTitle: 'Passport',
  documentType: 'PASSPORT',
  countryCode: 'NZ',
  fields: [{ name: 'number', value: 'X0000000' }],
} as const
const begun = { initialState: 'DRAFT', transactionValue: toDecimal('1250000.50') } as const

export const variables: Variables = {
  Me: {},
  NewCaseChoices: {},
  WebhookSubscriptions: {},
  SearchCases: {
    input: {
      pageSize: 5,
      sortField: 'UPDATED_ON',
      sortDirection: 'ASCENDING',
      updatedAfter: toDateTimeString(new Date(Date.UTC(2025, 0, 1))),
    },
  },
  NextPageOfCases: { input: { cursor: 'page-2' } },
  CaseStatus: ofCase,
  CaseSummary: ofCase,
  CaseDetails: ofCase,
  CaseFull: ofCase,
  CaseIndividuals: ofCase,
  CaseEntities: ofCase,
  CaseStructure: ofCase,
  CaseRiskAssessment: ofCase,
  CaseExceptions: ofCase,
  CaseDocuments: ofCase,
  CasePdfs: ofCase,
  CaseLinks: ofCase,
  VerificationLinks: { caseId: inProgress.caseId, embedded: true },
  CreateLiteCase: {
    input: {
      ...organization,
      initialState: 'SUBMIT_TO_FIRST_AML',
      reference: 'crm-42',
      individual: {
        preferredName: person.preferredName,
        emailAddress: person.emailAddress,
        phoneNumber: '+6421000000',
      },
    },
  },
  CreateCaseForIndividuals: { input: { ...organization, ...begun, individuals: [person] } },
  CreateCaseForEntities: {
    input: { ...organization, ...begun, individuals: [person], entities: [entity] },
  },
  CreateCaseForExistingEntity: { input: { ...organization, ...begun, entityId } },
  CreateCase: {
    input: {
      ...organization,
      ...begun,
      individuals: [person],
      rootEntity: entity,
      runVerificationChecks: 'NONE',
    },
  },
  EscalateLiteCase: { input: { caseId: toIntId('1008'), initialState: 'DRAFT' } },
  SubmitCase: { caseId: '1002' },
  CompleteCase: { caseId: excused.caseId },
  ReworkCase: { caseId: '1006' },
  UpdateCaseReference: { input: { caseId, reference: null } },
  AddCaseNote: { input: { caseId, note: 'Called the client.' } },
  AddIndividualsToCase: { input: { caseId: inProgress.caseId, individuals: [person] } },
  UpdateIndividual: { input: { caseId, individualId, individual: { citizenship: 'NZ' } } },
  AddExceptionForCaseEntity: {
    input: {
      caseId: inProgress.caseId,
      entityId: inProgress.entityId,
      exceptionType: 'TEMPORARY',
      reason: 'Register is closed.',
    },
  },
  UpdateExceptionForCaseEntity: {
    input: { caseId, entityId: '300002', isResolved: true, reason: 'Open.' },
  },
  DeleteExceptionForCaseEntity: { input: { caseId: excused.caseId, entityId: excused.entityId } },
  AddExceptionForCaseIndividual: {
    input: {
      caseId: inProgress.caseId,
      individualId: inProgress.individualId,
      exceptionType: 'PERMANENT',
      reason: 'Known for years.',
    },
  },
  UpdateExceptionForCaseIndividual: {
    input: { caseId, individualId: '200002', reason: 'Still so.' },
  },
  DeleteExceptionForCaseIndividual: {
    input: { caseId: excused.caseId, individualId: excused.individualId },
  },
  AddIndividualDocument: { input: { ...ofPerson, ...passport } },
  CreateIndividualDocument: { input: { ...ofPerson, ...passport } },
  AddIndividualDocumentFile: {
    input: { ...ofPerson, documentId: 400001, fileTitle: 'Front', fileExtension: '.pdf' },
  },
  AddEntityDocument: { input: { ...ofEntity, ...passport, documentType: 'TRUST_DEED' } },
  AddEntityDocumentFile: { input: { ...ofEntity, documentId: 400002, fileExtension: '.pdf' } },
  DeleteIndividualDocument: {
    input: {
      caseId: toIntId(excused.caseId),
      individualId: toIntId(excused.individualId),
      documentId: 400004,
    },
  },
  DeleteIndividualDocumentFile: { input: { ...ofPerson, documentId: 400001, fileId: 500001 } },
  CreateCasePdf: { input: { caseId: toIntId(caseId) } },
  CreateWebhookSubscription: {
    input: {
      endpoint: toUrlString('https://crm.example.test/first-aml'),
      eventTypes: ['CASE_CREATED', 'CASE_STATUS_UPDATED'],
      failureEmail: 'it@example.test',
      targets: [{ organizationKey: 'org-harbour' }],
    },
  },
  DeleteWebhookSubscription: { input: { id: 'hook-1' } },
}

/** The same, for code that goes through all operations by name. */
export function variablesOf(name: string): AnyRecord {
  const byName: Readonly<Record<string, AnyRecord>> = variables
  return byName[name] ?? {}
}
