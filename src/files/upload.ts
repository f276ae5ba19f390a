/**
 * `client.upload`: document, file, bytes. The API has no transaction over the three and no
 * idempotency key, so whatever fails after the first says what exists, and can go on from it.
 */
import { reportProgress } from '../base/progress.js'
import { type ExistingUpload, UploadFailedError } from '../base/transfer-errors.js'
import { toIntId } from '../results/ids.js'
import { unwrap } from '../results/unwrap.js'
import { postBytes } from './post-bytes.js'
import {
  type AddedDocument,
  type AddedFile,
  addDocumentText,
  addFileText,
  type DocumentOwner,
} from './transfer-documents.js'
import { readSilence, type TransferSettings } from './transfer-settings.js'
import { createUploadBody, readSource, type UploadSource } from './upload-body.js'
import type { UploadFunction, UploadOptions } from './upload-options.js'

export type { UploadFunction } from './upload-options.js'

export function createUpload(settings: TransferSettings): UploadFunction {
  const { request, runtime } = settings

  return async (options) => {
    const { signal, onProgress } = options
    const timeoutMs = readSilence(options, settings)
    const { owner, ids } = readTarget(options)
    const source = readSource(options.file)
    const file = readFile(source, options)
    const body = createUploadBody(source, options, file.name, runtime.random)

    const addDocument = async (): Promise<ExistingUpload> => {
      const { documentType, documentTitle, countryCode, fields = [] } = options
      const { document } = await request<AddedDocument, { input: object }>(
        addDocumentText(owner),
        { input: { ...ids, documentType, documentTitle, countryCode, fields } },
        { signal },
      )
      return { documentId: unwrap(document).documentId }
    }

    const addFile = async ({ documentId }: ExistingUpload): Promise<Required<ExistingUpload>> => {
      const input = { ...ids, documentId: toIntId(documentId), fileExtension: file.extension }
      const { added } = await request<AddedFile, { input: object }>(
        addFileText(owner),
        { input: owner === 'Individual' ? { ...input, fileTitle: file.title } : input },
        { signal },
      )
      const { uploadUrl, file: made } = unwrap(added)
      return { documentId, fileId: made.fileId ?? undefined, uploadUrl }
    }

    let existing = options.existing ?? (await addDocument())
    let step: UploadFailedError['step'] = 'file'
    try {
      if (existing.uploadUrl === undefined) existing = await addFile(existing)
      step = 'bytes'
      const fileBytes = body.size === undefined ? undefined : body.size - body.frameBytes
      const sent = await postBytes(
        existing.uploadUrl ?? '',
        body,
        {
          signal,
          timeoutMs,
          onBytes: (bytes) => {
            const ofFile = Math.max(0, bytes - body.prefixBytes)
            reportProgress(onProgress, Math.min(ofFile, fileBytes ?? ofFile), fileBytes)
          },
        },
        settings,
      )
      const { documentId, fileId } = existing
      return { documentId, fileId, bytes: sent - body.frameBytes }
    } catch (cause) {
      throw failed(step, existing, cause)
    }
  }
}

function failed(
  step: UploadFailedError['step'],
  existing: ExistingUpload,
  cause: unknown,
): UploadFailedError {
  const what = step === 'file' ? 'the file could not be added to it' : 'its bytes were not sent'
  const why = cause instanceof Error ? ` (${cause.message})` : ''
  return new UploadFailedError(
    `The document exists, but ${what}${why} Upload again with existing: error.existing, so that there is no second document.`,
    { step, existing },
    { cause },
  )
}

interface Target {
  readonly owner: DocumentOwner
  /** As the inputs want them: numbers. */
  readonly ids: Readonly<Record<string, number>>
}

function readTarget({ caseId, individualId, entityId }: UploadOptions): Target {
  if ((individualId === undefined) === (entityId === undefined)) {
    throw new TypeError('upload takes either individualId or entityId: whose document it is.')
  }
  const ids = { caseId: toIntId(caseId) }
  return individualId === undefined
    ? { owner: 'Entity', ids: { ...ids, entityId: toIntId(entityId ?? '') } }
    : { owner: 'Individual', ids: { ...ids, individualId: toIntId(individualId) } }
}

function readFile(source: UploadSource, options: UploadOptions) {
  const own = 'stream' in source ? source.name : undefined
  const given = options.fileName ?? own
  const extension = options.fileExtension ?? given?.match(/[^.]\.([^./\\]+)$/)?.[1]
  if (!extension) {
    throw new TypeError('fileExtension must be set, such as ".pdf": fileName does not end in one.')
  }
  const dotted = extension.startsWith('.') ? extension : `.${extension}`
  const name = given ?? `file${dotted}`
  return { name, extension: dotted, title: options.fileTitle ?? name }
}
