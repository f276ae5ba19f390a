// The files of a case's documents: its own, those of its people and those of its entities.
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type FirstAmlClient, isFirstAmlError, unwrap } from 'firstaml-client'
import { saveFile } from 'firstaml-client/node'
import { CaseDocumentsDocument, type CaseDocumentsQuery } from 'firstaml-client/operations'
import type { Log } from './log.js'

export interface ExportedFile {
  readonly documentId: string
  readonly type: string | null
  readonly fileId: string
  /** Below the export's folder. */
  readonly path: string
  readonly bytes: number
}

export interface ExportedFiles {
  readonly files: readonly ExportedFile[]
  /** Whether each file that First AML has is there. */
  readonly isComplete: boolean
}

/** Downloads what is not there yet. A file never changes: a new version has a new id. */
export async function exportDocuments(
  client: FirstAmlClient,
  caseId: string,
  folder: string,
  log: Log,
  signal: AbortSignal,
): Promise<ExportedFiles> {
  const { caseDetails } = await client.request(CaseDocumentsDocument, { caseId }, { signal })
  const files: ExportedFile[] = []
  let isComplete = true
  for (const { documentId, type, file } of listFiles(unwrap(caseDetails))) {
    if (!file.contentsUrl || !file.fileId) continue // nothing has been uploaded to it yet
    const place = join('documents', fileName(caseId))
    const path = join(place, `${fileName(file.fileId)}.${fileName(file.fileExtension ?? 'bin')}`)
    await mkdir(join(folder, place), { recursive: true })
    try {
      const bytes =
        (await sizeOf(join(folder, path))) ??
        (await saveFile(client, file.contentsUrl, join(folder, path), { signal })).bytes
      files.push({ documentId: String(documentId), type, fileId: file.fileId, path, bytes })
    } catch (error) {
      if (!isOfThisFile(error)) throw error
      log('document_failed', { caseId, fileId: file.fileId, code: error.code })
      isComplete = false
    }
  }
  return { files, isComplete }
}

/** Whether the others may still be had. */
function isOfThisFile(error: unknown): error is Error & { code: string } {
  if (!isFirstAmlError(error)) return false
  return error.code === 'download_incomplete' || error.code === 'unexpected_response'
}

type CaseWithDocuments = Extract<
  NonNullable<CaseDocumentsQuery['caseDetails']>,
  { readonly __typename: 'CaseInformation' }
>

function listFiles({ documents, individuals, entities }: CaseWithDocuments) {
  return [
    ...(documents ?? []),
    ...(individuals ?? []).flatMap((person) => person.documents ?? []),
    ...(entities ?? []).flatMap((entity) => entity.documents ?? []),
  ].flatMap(({ documentId, type, files }) =>
    (files ?? []).map((file) => ({ documentId, type, file })),
  )
}

/** What comes from outside names no other folder. */
function fileName(text: string): string {
  return text.replaceAll(/[^\w-]/g, '')
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found?.size
}
