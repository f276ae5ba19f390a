import type { DocumentRecord, FileRecord } from '../world/records.js'
import type { World } from '../world/world.js'
import { country, type View } from './view.js'

/** The three kinds of documents, by whom they belong to. */
export type DocumentTypeName =
  | 'CaseDocumentInformation'
  | 'EntityDocumentInformation'
  | 'IndividualDocumentInformation'

/** A document with its files. */
export function documentView(
  world: World,
  typeName: DocumentTypeName,
  document: DocumentRecord,
): View {
  const { documentId, type, title, fields } = document
  const isIndividual = typeName === 'IndividualDocumentInformation'
  return {
    __typename: typeName,
    documentId,
    type,
    title,
    fields: fields.map((field) => ({ ...field, type: 'TEXT' })),
    files: () => document.files.map((file) => fileView(world, document, file, isIndividual)),
    country: country(document.countryCode),
    countryOfIssue: null,
    expiryDate: null,
    gender: null,
    number: fields.find(({ name }) => name === 'number')?.value ?? null,
    regionalVariant: null,
    versionNumber: null,
  }
}

/**
 * A file. One of an individual must have an address for its contents, be they there or not; any
 * other has one once they are.
 */
export function fileView(
  world: World,
  { documentId }: DocumentRecord,
  file: FileRecord,
  isIndividual: boolean,
): View {
  const { fileId, title, extension, contents } = file
  const hasUrl = isIndividual || contents !== null
  return {
    __typename: isIndividual ? 'IndividualDocumentFile' : 'DocumentInformation',
    fileId,
    documentId,
    fileTitle: title,
    fileExtension: extension,
    fileType: 'DOCUMENT',
    contentsUrl: hasUrl ? world.links.contents(fileId) : null,
  }
}
