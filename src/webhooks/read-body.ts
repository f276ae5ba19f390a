import { WebhookError } from './webhook-error.js'

/** A body to come: gives each of its chunks to `take`, and is done when there are no more. */
export type Body = (take: (chunk: Uint8Array) => void) => Promise<unknown>

/**
 * Reads a body of at most `maxBytes` bytes.
 *
 * A longer one is read to its end too, but not kept: who is cut off while sending never sees the
 * answer. The caller's time limit is what ends a body without end.
 *
 * @throws WebhookError `webhook_payload_too_large`, or whatever the body breaks off with.
 */
export async function readBody(body: Body, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  await body((chunk) => {
    size += chunk.length
    if (size <= maxBytes) chunks.push(chunk)
    else chunks.length = 0
  })
  if (size > maxBytes) {
    const message = 'The payload is larger than maxBytes.'
    throw new WebhookError('webhook_payload_too_large', 413, message)
  }
  const bytes = new Uint8Array(size)
  size = 0
  for (const chunk of chunks) {
    bytes.set(chunk, size)
    size += chunk.length
  }
  return bytes
}
