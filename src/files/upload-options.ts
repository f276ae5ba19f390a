import type { ProgressListener } from '../base/progress.js'
import type { ExistingUpload } from '../base/transfer-errors.js'
import type {
  DocumentMetaDataFieldInputModelInput,
  EntityDocumentType,
  IndividualDocumentType,
} from '../generated/schema-types.js'

/**
 * A file that can be read more than once: a `Blob`, a `File`, what `fileFromPath` of
 * `firstaml-client/node` gives, or anything with these members.
 */
export interface ReplayableFile {
  /** In bytes. */
  readonly size: number
  /** Begins to read it, from the first byte. */
  readonly stream: () => ReadableStream<Uint8Array>
  /** Its name, with the extension. */
  readonly name?: string | undefined
  /** Its media type, such as `image/jpeg`; empty where nobody knows. */
  readonly type?: string | undefined
}

/**
 * What can be uploaded. Bytes, such as `readFile` of Node gives, are copied first; a stream or an
 * iterable can be sent once only.
 */
export type UploadContents =
  | ReplayableFile
  | Uint8Array
  | ArrayBuffer
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>

/** The document that a file is to be part of. */
interface NewDocument<DocumentType> {
  readonly documentType: DocumentType
  readonly documentTitle: string
  /** Country that the document comes from, such as `NZ`. */
  readonly countryCode: string
  /** Further details that belong to this type of document; default: none. */
  readonly fields?: readonly DocumentMetaDataFieldInputModelInput[] | undefined
  readonly existing?: undefined
}

/** No new document is made; what else is said of one is not looked at. */
interface OldDocument<DocumentType> extends Partial<Omit<NewDocument<DocumentType>, 'existing'>> {
  /**
   * A document to add the file to, by its `documentId`; or, from an `UploadFailedError`, what an
   * upload that failed has made, to go on from there.
   */
  readonly existing: ExistingUpload
}

/** Whose document it is. Ids may be text, as results have them, or numbers. */
type UploadTarget = { readonly caseId: string | number } & (
  | ({ readonly individualId: string | number; readonly entityId?: undefined } & (
      | NewDocument<IndividualDocumentType>
      | OldDocument<IndividualDocumentType>
    ))
  | ({ readonly entityId: string | number; readonly individualId?: undefined } & (
      | NewDocument<EntityDocumentType>
      | OldDocument<EntityDocumentType>
    ))
)

/** The file, and how it is sent. */
interface UploadedFile {
  readonly file: UploadContents
  /** Default: the file's own name. */
  readonly fileName?: string | undefined
  /** With its dot; default: the end of `fileName`. */
  readonly fileExtension?: string | undefined
  /** Default: `fileName`. Files of entities have none. */
  readonly fileTitle?: string | undefined
  /** Default: the file's own type, or `application/octet-stream`. */
  readonly contentType?: string | undefined
  /** Bytes of a stream, where they are known: some servers take none without. */
  readonly size?: number | undefined
  /**
   * How the bytes are POSTed; First AML does not say which it wants. `raw`: as they are, under their
   * content type. `multipart`: as a form with the one field `fieldName`. Default `raw`.
   */
  readonly encoding?: 'raw' | 'multipart' | undefined
  /** Default `file`. */
  readonly fieldName?: string | undefined
  readonly onProgress?: ProgressListener | undefined
  /** Ends the upload, whatever it waits for. */
  readonly signal?: AbortSignal | undefined
  /**
   * Limit for a silence while the bytes are sent, in milliseconds; default: the client's
   * `timeoutMs`. There is none for the file as a whole.
   */
  readonly timeoutMs?: number | undefined
}

/** What `client.upload` takes. */
export type UploadOptions = UploadTarget & UploadedFile

/** What an upload has made. */
export interface UploadResult {
  readonly documentId: string
  /** Undefined where the API gave none. */
  readonly fileId: string | undefined
  /** Bytes of the file. */
  readonly bytes: number
}

/** Sends a file to the API; what `client.upload` is. */
export type UploadFunction = (options: UploadOptions) => Promise<UploadResult>
