/**
 * The operations behind uploads and PDFs, as text; a test holds them to the schema. They carry the
 * names of those in `firstaml-client/operations` and ask for less: what the next step needs.
 */
import type { GeneratedPdfStatus } from '../generated/schema-types.js'
import { validationErrorsText } from '../results/validation-errors-text.js'

/** Whose document it is: both kinds go the same way, by mutations of their own. */
export type DocumentOwner = 'Individual' | 'Entity'

interface Refused {
  readonly __typename: 'ValidationErrors'
}

/** Answer to {@link addDocumentText}. */
export interface AddedDocument {
  readonly document:
    | { readonly __typename: `${DocumentOwner}DocumentInformation`; readonly documentId: string }
    | Refused
    | null
}

/** Answer to {@link addFileText}. */
export interface AddedFile {
  readonly added:
    | {
        readonly __typename: `Add${DocumentOwner}DocumentFileResult`
        readonly uploadUrl: string
        readonly file: { readonly fileId: string | null }
      }
    | Refused
    | null
}

/** A PDF of a case, or the job that makes it. */
export interface PdfState {
  readonly id: number
  readonly status: GeneratedPdfStatus
  readonly url: string | null
}

/** Answer to {@link createPdfText}. */
export interface StartedPdf {
  readonly createCasePdf: PdfState
}

/** Answer to {@link casePdfsText}. */
export interface CasePdfs {
  readonly caseDetails:
    | { readonly __typename: 'CaseInformation'; readonly pdfs: readonly PdfState[] }
    | Refused
    | null
}

/** Step 1 of an upload. */
export const addDocumentText = (owner: DocumentOwner) =>
  `mutation Add${owner}Document($input:Add${owner}DocumentInput!){document:add${owner}Document(input:$input){__typename ...on ${owner}DocumentInformation{documentId}...ValidationErrors}}${validationErrorsText}`

/** Step 2 of an upload. */
export const addFileText = (owner: DocumentOwner) =>
  `mutation Add${owner}DocumentFile($input:Add${owner}DocumentFileInput!){added:add${owner}DocumentFile(input:$input){__typename ...on Add${owner}DocumentFileResult{uploadUrl file{fileId}}...ValidationErrors}}${validationErrorsText}`

export const createPdfText =
  'mutation CreateCasePdf($input:GeneratePdfInput!){createCasePdf(input:$input){id status url}}'

export const casePdfsText = `query CasePdfs($caseId:String!){caseDetails(caseId:$caseId){__typename ...on CaseInformation{pdfs{id status url}}...ValidationErrors}}${validationErrorsText}`
