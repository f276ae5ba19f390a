// What the world can answer, by root field.
import type { Signer } from '../signer.js'
import type { ApiClient } from '../world/api-clients.js'
import * as cases from '../world/cases.js'
import * as documents from '../world/documents.js'
import * as exceptions from '../world/exceptions.js'
import { addIndividuals, updateIndividual } from '../world/individuals.js'
import { createInput, type Input } from '../world/input.js'
import * as newCases from '../world/new-cases.js'
import { createPdf } from '../world/pdfs.js'
import { isRejected, type Outcome } from '../world/problems.js'
import type { CaseRecord } from '../world/records.js'
import { nextPage, searchCases } from '../world/search.js'
import { createSubscription, deleteSubscription } from '../world/subscriptions.js'
import type { World } from '../world/world.js'
import { casePageView, caseView, pdfView } from './case-view.js'
import { documentView, fileView } from './document-view.js'
import { individualView } from './individual-view.js'
import { clientView, subscriptionView } from './organization-view.js'
import type { View } from './view.js'

/** Answers a root field for a client: an object, or why not. */
export type RootField = (client: ApiClient, args: View) => Outcome<View>

/** Makes the answers of all root fields that the world knows. */
export function createRootFields(world: World, sign: Signer): Readonly<Record<string, RootField>> {
  const showCase = (item: CaseRecord) => caseView(world, item)

  /** A field whose only argument is an input object. */
  function withInput<Value extends object>(
    act: (world: World, client: ApiClient, input: Input) => Outcome<Value>,
    show: (value: Value) => View,
  ): RootField {
    return (client, args) => showOutcome(act(world, client, createInput(args.input)), show)
  }

  /** A field whose only argument is the id of a case. */
  function withCaseId(
    act: (world: World, client: ApiClient, caseId: string) => Outcome<CaseRecord>,
  ): RootField {
    return (client, args) => showOutcome(act(world, client, String(args.caseId)), showCase)
  }

  function withException(
    act: typeof exceptions.addException,
    subject: exceptions.ExceptionSubject,
  ) {
    return withInput((...given) => act(...given, subject), showCase)
  }

  function addDocument(typeName: 'EntityDocumentInformation' | 'IndividualDocumentInformation') {
    return withInput(documents.addDocument, (document) => documentView(world, typeName, document))
  }

  function addFile(typeName: string, isIndividual: boolean) {
    return withInput(documents.addFile, ({ document, file }) => ({
      __typename: typeName,
      file: fileView(world, document, file, isIndividual),
      uploadUrl: world.links.upload(file.fileId),
    }))
  }

  return {
    me: (client) => clientView(world, client),
    caseDetails: (client, args) =>
      showOutcome(cases.readCase(world, client, createInput(args)), showCase),
    searchCases: withInput(
      (...given) => searchCases(...given, sign),
      (page) => casePageView(world, page),
    ),
    nextPageOfCases: withInput(
      (...given) => nextPage(...given, sign),
      (page) => casePageView(world, page),
    ),

    createCase: withInput(newCases.createGeneral, showCase),
    createCaseForEntities: withInput(newCases.createForEntities, showCase),
    createCaseForExistingEntity: withInput(newCases.createForExistingEntity, showCase),
    createCaseForIndividuals: withInput(newCases.createForIndividuals, showCase),
    createLiteCase: withInput(newCases.createLite, showCase),
    escalateLiteCase: withInput(newCases.escalateLite, showCase),

    submitCase: withCaseId(cases.submitCase),
    completeCase: withCaseId(cases.completeCase),
    reworkCase: withCaseId(cases.reworkCase),
    updateCaseReference: withInput(cases.updateReference, showCase),
    addCaseNote: withInput(cases.addNote, showCase),
    addIndividualsToCase: withInput(addIndividuals, showCase),
    updateIndividual: withInput(updateIndividual, showCase),

    addExceptionForCaseEntity: withException(exceptions.addException, 'entityId'),
    addExceptionForCaseIndividual: withException(exceptions.addException, 'individualId'),
    updateExceptionForCaseEntity: withException(exceptions.updateException, 'entityId'),
    updateExceptionForCaseIndividual: withException(exceptions.updateException, 'individualId'),
    deleteExceptionForCaseEntity: withException(exceptions.deleteException, 'entityId'),
    deleteExceptionForCaseIndividual: withException(exceptions.deleteException, 'individualId'),

    addEntityDocument: addDocument('EntityDocumentInformation'),
    addIndividualDocument: addDocument('IndividualDocumentInformation'),
    createIndividualDocument: addDocument('IndividualDocumentInformation'),
    addEntityDocumentFile: addFile('AddEntityDocumentFileResult', false),
    addIndividualDocumentFile: addFile('AddIndividualDocumentFileResult', true),
    deleteIndividualDocument: withInput(documents.deleteDocument, ({ item, person }) =>
      individualView(world, item, person),
    ),
    deleteIndividualDocumentFile: withInput(documents.deleteFile, (document) =>
      documentView(world, 'IndividualDocumentInformation', document),
    ),
    createCasePdf: withInput(createPdf, (pdf) => pdfView(world, pdf)),

    createWebhookSubscription: withInput(createSubscription, subscriptionView),
    deleteWebhookSubscription: withInput(deleteSubscription, subscriptionView),
  }
}

function showOutcome<Value extends object>(
  outcome: Outcome<Value>,
  show: (value: Value) => View,
): Outcome<View> {
  return isRejected(outcome) ? outcome : show(outcome)
}
