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
  // By their members, not by their classes: test runners have classes of their own. And whatever the
  // view, its bytes are meant, not its numbers.
  const { buffer, byteOffset, byteLength }: Partial<Uint8Array> = Object(payload)
  if (byteLength !== undefined) {
    return new Uint8Array(buffer ?? (payload as ArrayBuffer), byteOffset, byteLength).slice()
  }
  throw new TypeError('The payload must be the raw body, not a parsed one.')
}
