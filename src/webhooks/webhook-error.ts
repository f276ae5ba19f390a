import { FirstAmlError } from '../base/errors.js'

/** What is wrong with a delivery, or with the key that it is checked against. */
export type WebhookErrorCode =
  /** No verifier key, an empty one, or one that is not Base64: a mistake of the receiver. */
  | 'webhook_key_unusable'
  /** There is no `x-faml-signature`. */
  | 'webhook_signature_missing'
  /** The signature is not Base64. */
  | 'webhook_signature_malformed'
  /** The signature is Base64, but not of 32 bytes. */
  | 'webhook_signature_length'
  /** The signature belongs to another body or to another key. */
  | 'webhook_signature_mismatch'
  /** The body is not JSON in UTF-8. */
  | 'webhook_payload_not_json'
  /** The body is JSON, but no event, or one that lacks what its type promises. */
  | 'webhook_payload_not_event'
  /** The body is larger than a receiver's `maxBytes`. */
  | 'webhook_payload_too_large'
  /** The body broke off, or took longer than a receiver's `bodyTimeoutMs`. */
  | 'webhook_payload_incomplete'

/** The status to answer with, and what a person is told. */
const failures: Readonly<Record<WebhookErrorCode, readonly [status: number, message: string]>> = {
  webhook_key_unusable: [500, 'A verifier key is missing, empty or not Base64: copy all of it.'],
  webhook_signature_missing: [401, 'The header x-faml-signature is missing.'],
  webhook_signature_malformed: [401, 'The signature is not Base64.'],
  webhook_signature_length: [401, 'The signature is not 32 bytes long.'],
  webhook_signature_mismatch: [
    401,
    'The signature is not of this key and body. Verify the raw body: re-serialised JSON does not verify.',
  ],
  webhook_payload_not_json: [400, 'The payload is not JSON.'],
  webhook_payload_not_event: [400, 'The payload is not an event'],
  webhook_payload_too_large: [413, 'The payload is larger than maxBytes.'],
  webhook_payload_incomplete: [408, 'The payload did not arrive whole within bodyTimeoutMs.'],
}

/**
 * A delivery that must not be acted upon. `switch (error.code)` tells why; the message says what to
 * do about it, and holds nothing of the payload, the key or the signature.
 */
export class WebhookError extends FirstAmlError {
  override readonly name = 'WebhookError'
  readonly code: WebhookErrorCode
  /** HTTP status to answer the delivery with. */
  readonly status: number

  constructor(code: WebhookErrorCode, detail = '', options?: ErrorOptions) {
    const [status, message] = failures[code]
    super(message + detail, options)
    this.code = code
    this.status = status
  }
}
