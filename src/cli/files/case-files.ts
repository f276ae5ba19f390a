/** Every file of a case: where it is, whose it is, and what it is to be called. */
import { type FirstAmlClient, unwrap } from 'firstaml-client'
import { CaseDocumentsDocument, CasePdfsDocument } from 'firstaml-client/operations'
import { findingCase } from '../cases/read-case.js'
import { createNameRegister, safeExtension, safeName } from './file-names.js'

export interface CaseFile {
  /** Tells it from the others, from one run to the next. */
  readonly key: string
  /** Where it goes, relative to the folder of the case; its parts are joined by `/`. */
  readonly name: string
  readonly documentId: string | null
  readonly fileId: string | null
  /** Null while nothing has been uploaded to it. */
  readonly contentsUrl: string | null
}

interface FoundFile {
  readonly fileId: string | null
  readonly fileTitle: string
  readonly fileExtension: string | null
  readonly contentsUrl: string | null
}

interface FoundDocument {
  readonly documentId: string
  readonly files: readonly FoundFile[]
}

/**
 * Lists the files of the case, of its people and its entities, and the PDFs that were made of it.
 *
 * @throws CommandFailure when there is no such case.
 */
export async function readCaseFiles(
  client: Pick<FirstAmlClient, 'request'>,
  caseId: string,
  signal: AbortSignal,
): Promise<readonly CaseFile[]> {
  const options = { signal }
  const [found, { pdfs }] = await findingCase(caseId, () =>
    Promise.all([
      client
        .request(CaseDocumentsDocument, { caseId }, options)
        .then(({ caseDetails }) => unwrap(caseDetails)),
      client
        .request(CasePdfsDocument, { caseId }, options)
        .then(({ caseDetails }) => unwrap(caseDetails)),
    ]),
  )
  const register = createNameRegister()
  const seen = new Set<string>()
  const filesOf = (folder: string, documents: readonly FoundDocument[]): CaseFile[] =>
    documents.flatMap(({ documentId, files }) =>
      files.flatMap(({ fileId, fileTitle, fileExtension, contentsUrl }, index) => {
        const id = fileId ?? `${documentId}-${index + 1}`
        const key = `${folder}/${documentId}/${id}`
        if (seen.has(key)) return []
        seen.add(key)
        const base = `${safeName(fileTitle, 'file')}-${safeName(id, 'unknown')}`
        const name = register(folder, base, safeExtension(fileExtension))
        return [{ key, name, documentId, fileId, contentsUrl }]
      }),
    )
  return [
    ...filesOf('case', found.documents),
    ...found.individuals.flatMap(({ individualId, documents }) =>
      filesOf(safeName(`individual-${individualId}`, 'individual'), documents),
    ),
    ...found.entities.flatMap(({ entityId, documents }) =>
      filesOf(safeName(`entity-${entityId}`, 'entity'), documents),
    ),
    ...pdfs
      .filter(({ status }) => status === 'COMPLETED')
      .map(({ id, url }) => ({
        key: `pdf/${id}`,
        name: register('pdf', `case-${safeName(caseId, 'unknown')}-${id}`, '.pdf'),
        documentId: null,
        fileId: null,
        contentsUrl: url,
      })),
  ]
}
