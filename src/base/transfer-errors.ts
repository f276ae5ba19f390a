/** The errors of files on their way, where they ask for something else than those of operations. */
import { FirstAmlError } from './errors.js'

/** Why the rest of a file could not be had. */
export type IncompleteDownloadReason =
  /** The connection broke, and going on failed too; `cause` says how. */
  | 'interrupted'
  /** The file is another one than at the beginning. */
  | 'changed'
  /** The server names nothing by which one could tell that the rest is of the same file. */
  | 'not_resumable'
  /** There are more bytes than the server announced. */
  | 'too_long'

/**
 * A download ended before the file did. What has arrived is right, as far as it goes, but it is not
 * the file: throw it away and begin anew.
 */
export class IncompleteDownloadError extends FirstAmlError {
  override readonly name = 'IncompleteDownloadError'
  readonly code = 'download_incomplete'
  readonly reason: IncompleteDownloadReason
  /** Bytes that were handed on. */
  readonly receivedBytes: number
  /** Bytes of the whole file, if the server said. */
  readonly totalBytes: number | undefined

  constructor(
    message: string,
    details: {
      reason: IncompleteDownloadReason
      receivedBytes: number
      totalBytes?: number | undefined
    },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.reason = details.reason
    this.receivedBytes = details.receivedBytes
    this.totalBytes = details.totalBytes
  }
}

/** What an upload has made so far; hand it to `client.upload` as `existing` to go on from there. */
export interface ExistingUpload {
  readonly documentId: string
  /** The file's record, if that was made: it waits for its bytes at `uploadUrl`. */
  readonly fileId?: string | undefined
  /** Where the file's bytes go. It may be signed, so treat it like a secret. */
  readonly uploadUrl?: string | undefined
}

/**
 * An upload failed after its first step, so something of it exists; `cause` is what happened, an
 * `AbortedError` included. Upload again with `existing`, or there will be a second document.
 */
export class UploadFailedError extends FirstAmlError {
  override readonly name = 'UploadFailedError'
  readonly code = 'upload_failed'
  /** `file`: its record could not be added to the document. `bytes`: its contents were not sent. */
  readonly step: 'file' | 'bytes'
  readonly documentId: string
  readonly fileId: string | undefined
  /** To go on with. Not enumerable, as errors get logged whole and an upload URL may be signed. */
  readonly existing: ExistingUpload

  constructor(
    message: string,
    details: { step: 'file' | 'bytes'; existing: ExistingUpload },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.step = details.step
    this.documentId = details.existing.documentId
    this.fileId = details.existing.fileId
    this.existing = details.existing
    Object.defineProperty(this, 'existing', { enumerable: false })
  }
}

/** Why a PDF cannot be fetched. */
export type PdfUnavailableReason =
  /** The API could not make it; ask for another one. */
  | 'failed'
  /** A later PDF has taken its place. */
  | 'superseded'
  /** The case has no such PDF, or a finished one without an address. */
  | 'missing'
  /** It was not finished in time; wait for it again with its `pdfId`. */
  | 'not_ready'

/** A PDF of a case was asked for, and is not to be had: not any more, or not yet. */
export class PdfUnavailableError extends FirstAmlError {
  override readonly name = 'PdfUnavailableError'
  readonly code = 'pdf_unavailable'
  readonly reason: PdfUnavailableReason
  readonly pdfId: number

  constructor(
    message: string,
    details: { reason: PdfUnavailableReason; pdfId: number },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.reason = details.reason
    this.pdfId = details.pdfId
  }
}
