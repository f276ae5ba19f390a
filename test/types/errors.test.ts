// The compiler is the test here: the switch must name every code, and each branch must see the
// fields of its class. At run time it shows that the classes carry the codes that the types say.
import { describe, expect, it } from 'vitest'
import {
  AbortedError,
  AccessRejectedError,
  type AnyFirstAmlError,
  GraphQLResponseError,
  IncompleteDownloadError,
  isFirstAmlError,
  NetworkError,
  PdfUnavailableError,
  RequestTimeoutError,
  ScopeMissingError,
  ThrottledError,
  TokenRefusedError,
  TokenUnavailableError,
  UnexpectedResponseError,
  UnknownOutcomeError,
  UploadFailedError,
  ValidationFailedError,
} from '../../src/index.js'

/** What an application might do with each; does not compile when a code is missing. */
function react(error: AnyFirstAmlError): string {
  switch (error.code) {
    case 'token_refused':
      return `correct the configuration: ${error.error}`
    case 'token_unavailable':
      return `later, in ${error.retryAfterMs} ms: ${error.reason}`
    case 'access_rejected':
      return `check hosts and audience: ${error.reason}`
    case 'scope_missing':
      return `ask for ${error.requiredScope}`
    case 'throttled':
      return `later, in ${error.retryAfterMs} ms`
    case 'timeout':
      return `after ${error.limitMs} ms`
    case 'unknown_outcome':
      return `look whether ${error.operation} happened`
    case 'network':
    case 'unexpected_response':
      return error.message
    case 'graphql_errors':
      return error.errors.map(({ message }) => message).join()
    case 'validation_failed':
      return error.errors.map(({ pathText }) => pathText).join()
    case 'download_incomplete':
      return `anew, since it broke off after ${error.receivedBytes}: ${error.reason}`
    case 'upload_failed':
      return `again, with document ${error.existing.documentId}`
    case 'pdf_unavailable':
      return `${error.reason === 'not_ready' ? 'wait for' : 'replace'} ${error.pdfId}`
    case 'aborted':
      return 'nothing'
    default:
      return error satisfies never
  }
}

const every: readonly AnyFirstAmlError[] = [
  new TokenRefusedError('', { status: 401, error: 'invalid_client' }),
  new TokenUnavailableError('', { reason: 'network', retryAfterMs: 1 }),
  new AccessRejectedError('', { reason: 'fresh_token_rejected', status: 401 }),
  new ScopeMissingError('', { status: 403, requiredScope: 'read-only' }),
  new ThrottledError('', { status: 429, retryAfterMs: 1 }),
  new RequestTimeoutError('', { limitMs: 1 }),
  new UnknownOutcomeError('', { operation: 'CreateCase' }),
  new NetworkError(''),
  new UnexpectedResponseError('', { status: 502 }),
  new GraphQLResponseError('', { errors: [{ message: 'no' }] }),
  new ValidationFailedError({ errors: [] }),
  new IncompleteDownloadError('', { reason: 'changed', receivedBytes: 1 }),
  new UploadFailedError('', { step: 'file', existing: { documentId: '1' } }),
  new PdfUnavailableError('', { reason: 'failed', pdfId: 1 }),
  new AbortedError(''),
]

describe('the errors', () => {
  it.each(every.map((error) => [error.code, error] as const))(
    '%s narrows and is ours',
    (_, error) => {
      expect(react(error)).toBeTypeOf('string')
      expect(isFirstAmlError(error)).toBe(true)
      expect(error.name).toBe(error.constructor.name)
    },
  )

  it('do not take others for ours', () => {
    for (const other of [new Error('no'), { code: 'network' }, null, undefined, 'network']) {
      expect(isFirstAmlError(other)).toBe(false)
    }
  })

  it('keep data that came along out of logs', () => {
    const error = new GraphQLResponseError('', { errors: [], data: { me: 'Jane' } })
    expect(error.data).toEqual({ me: 'Jane' })
    expect(JSON.stringify(error)).not.toContain('Jane')
  })
})
