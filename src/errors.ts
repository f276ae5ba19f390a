import {
  type AbortedError,
  type AccessRejectedError,
  type GraphQLResponseError,
  isOwnError,
  type NetworkError,
  type RequestTimeoutError,
  type ScopeMissingError,
  type ThrottledError,
  type TokenRefusedError,
  type TokenUnavailableError,
  type UnexpectedResponseError,
  type UnknownOutcomeError,
} from './base/errors.js'
import type {
  IncompleteDownloadError,
  PdfUnavailableError,
  UploadFailedError,
} from './base/transfer-errors.js'
import type { ValidationFailedError } from './results/validation-failed-error.js'

/** Every error that the client and its results throw; `switch (error.code)` is exhaustive over it. */
export type AnyFirstAmlError =
  | TokenRefusedError
  | TokenUnavailableError
  | AccessRejectedError
  | ScopeMissingError
  | ThrottledError
  | RequestTimeoutError
  | UnknownOutcomeError
  | NetworkError
  | AbortedError
  | UnexpectedResponseError
  | GraphQLResponseError
  | ValidationFailedError
  | IncompleteDownloadError
  | UploadFailedError
  | PdfUnavailableError

/** Tells whether a caught value is an error of this package. */
export function isFirstAmlError(value: unknown): value is AnyFirstAmlError {
  return isOwnError(value)
}
