import type { Runtime } from '../base/runtime.js'
import { WebhookError } from './webhook-error.js'

/** A body to come, in chunks: a stream of the web or of Node, or an array for none. */
export type Body = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/**
 * Reads a body of at most `maxBytes` bytes within `limitMs` milliseconds.
 *
 * A longer one is read to its end too, but not kept: who is cut off while sending never sees the
 * answer. The time limit is what ends a body without end.
 *
 * @throws WebhookError `webhook_payload_too_large` or `webhook_payload_incomplete`.
 */
export async function readBody(
  body: Body,
  maxBytes: number,
  limitMs: number,
  after: Runtime['after'],
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  let isOver = false
  const read = async () => {
    for await (const chunk of body) {
      // Leaving the loop ends the stream.
      if (isOver) break
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
    }
  }
  try {
    await new Promise<void>((resolve, reject) => {
      read()
        .then(resolve, reject)
        .finally(after(limitMs, reject, 'background'))
    })
  } catch (cause) {
    isOver = true
    const message = 'The payload did not arrive whole within bodyTimeoutMs.'
    throw new WebhookError('webhook_payload_incomplete', 408, message, { cause })
  }
  if (!(size <= maxBytes)) {
    const message = 'The payload is larger than maxBytes.'
    throw new WebhookError('webhook_payload_too_large', 413, message)
  }
  const bytes = new Uint8Array(size)
  for (const chunk of chunks.reverse()) {
    size -= chunk.length
    bytes.set(chunk, size)
  }
  return bytes
}
