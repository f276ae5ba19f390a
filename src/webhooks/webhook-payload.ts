/**
 * The body of a delivery as it came: bytes, or the text they are in UTF-8. A body that has been
 * parsed and written out again is another body, and does not verify.
 */
export type WebhookPayload = Uint8Array | ArrayBuffer | string

/**
 * The payload's bytes, copied: what is parsed after the verification must be what was verified,
 * even if the caller's buffer is used again in the meantime.
 *
 * @throws TypeError when the payload is neither bytes nor text, such as a body parser's object.
 */
export function readBytes(payload: WebhookPayload): Uint8Array<ArrayBuffer> {
  if (typeof payload === 'string') return new TextEncoder().encode(payload)
  if (payload instanceof ArrayBuffer) return new Uint8Array(payload.slice(0))
  if (ArrayBuffer.isView(payload)) return new Uint8Array(payload)
  throw new TypeError('The payload must be the raw body, not a parsed one.')
}
