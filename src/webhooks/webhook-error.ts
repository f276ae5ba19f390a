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

/**
 * A delivery that must not be acted upon. `switch (error.code)` tells why; the message says what to
 * do about it, and holds nothing of the payload, the key or the signature.
 */
export class WebhookError extends FirstAmlError {
  override readonly name = 'WebhookError'
  declare readonly code: WebhookErrorCode
  /** HTTP status to answer the delivery with. */
  declare readonly status: number

  constructor(code: WebhookErrorCode, status: number, message: string, options?: ErrorOptions) {
    super(message, options)
    Object.assign(this, { code, status })
  }
}
