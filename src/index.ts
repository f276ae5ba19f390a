// The front door, by hand: what is not named here is not for applications. Withheld on purpose:
// the runtime seam's factory, header parsers and the breaker, which may change between versions.

export type {
  AccessRejectedReason,
  GraphQLResponseProblem,
  TokenUnavailableReason,
} from './base/errors.js'
export {
  AbortedError,
  AccessRejectedError,
  FirstAmlError,
  GraphQLResponseError,
  NetworkError,
  RequestTimeoutError,
  ScopeMissingError,
  ThrottledError,
  TokenRefusedError,
  TokenUnavailableError,
  UnexpectedResponseError,
  UnknownOutcomeError,
} from './base/errors.js'
export type {
  ClientEvent,
  EventListener,
  PauseReason,
  TokenRequestReason,
  TokenStoreStep,
} from './base/events.js'
export type { ProgressListener, TransferProgress } from './base/progress.js'
export type { Runtime } from './base/runtime.js'
export type {
  ExistingUpload,
  IncompleteDownloadReason,
  PdfUnavailableReason,
} from './base/transfer-errors.js'
export {
  IncompleteDownloadError,
  PdfUnavailableError,
  UploadFailedError,
} from './base/transfer-errors.js'
export type {
  CaseDocuments,
  CaseIteration,
  CaseListItem,
  CasePageResult,
  CasesFunction,
  CasesOptions,
} from './cases/cases-options.js'
export type { FirstAmlClient, FirstAmlClientOptions } from './client.js'
export { createClient } from './client.js'
export type { AnyFirstAmlError } from './errors.js'
export { isFirstAmlError } from './errors.js'
export { createAuthorizedFetch } from './fetch/authorized-fetch.js'
export type { AuthorizedFetchOptions } from './fetch/authorized-fetch-options.js'
export type { RetryOptions, ThrottleOptions, TrafficOptions } from './fetch/traffic-options.js'
export type { DownloadFunction, DownloadOptions } from './files/download.js'
export type { PdfFunction, PdfOptions } from './files/pdf.js'
export type {
  ReplayableFile,
  UploadContents,
  UploadFunction,
  UploadOptions,
  UploadResult,
} from './files/upload-options.js'
export { toDecimal } from './results/decimal.js'
export { toIntId, toStringId } from './results/ids.js'
export { toDateString, toDateTimeString, toUrlString } from './results/scalar-text.js'
export type { DateString, DateTimeString, UrlString } from './results/scalars.js'
export type { Success } from './results/unwrap.js'
export { isValidationErrors, unwrap } from './results/unwrap.js'
export { ValidationFailedError } from './results/validation-failed-error.js'
export type { ValidationProblem, ValidationProblemKind } from './results/validation-problem.js'
export type { AccessToken } from './token/access-token.js'
export type { EncryptionKey } from './token/encrypted-token-store.js'
export { encryptedTokenStore } from './token/encrypted-token-store.js'
export { memoryTokenStore } from './token/memory-token-store.js'
export type { ClientSecret } from './token/token-mint.js'
export type { TokenRequestFormat } from './token/token-request.js'
export type { GetTokenOptions, TokenSource } from './token/token-source.js'
export { createTokenSource } from './token/token-source.js'
export type { TokenSourceOptions } from './token/token-source-options.js'
export type { ReleaseLease, TokenStore } from './token/token-store.js'
export { TokenStoreError } from './token/token-store-error.js'
export { authExchange } from './urql/auth-exchange.js'
export type { OperationHints } from './urql/operation-info.js'
export type { AuthExchangeOptions } from './urql/operation-send.js'
export type { RequestArguments, RequestFunction, RequestOptions } from './urql/request.js'
