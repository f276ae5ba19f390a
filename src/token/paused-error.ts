import {
  AccessRejectedError,
  type FirstAmlError,
  TokenRefusedError,
  TokenUnavailableError,
} from '../base/errors.js'

/**
 * The error of an operation that is not even tried, because the last failure has paused asking for
 * tokens. It has the class of that failure, which is its `cause`, so that a caller reacts the same.
 */
export function pausedError(cause: FirstAmlError, remainingMs: number): FirstAmlError {
  const retryAfterMs = Math.ceil(remainingMs)
  const message = `No token is asked for during the next ${Math.ceil(remainingMs / 1000)} s: ${cause.message}`
  if (cause instanceof TokenRefusedError) {
    const { status, error, errorDescription } = cause
    return new TokenRefusedError(
      message,
      { status, error, errorDescription, retryAfterMs },
      { cause },
    )
  }
  if (cause instanceof AccessRejectedError) {
    return new AccessRejectedError(message, { reason: cause.reason, retryAfterMs }, { cause })
  }
  if (cause instanceof TokenUnavailableError) {
    const { reason, status } = cause
    return new TokenUnavailableError(message, { reason, status, retryAfterMs }, { cause })
  }
  return cause
}
