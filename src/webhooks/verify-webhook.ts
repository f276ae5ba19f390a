/**
 * The signature of a delivery: Base64 of HMAC-SHA-256 over the raw body, keyed with the verifier
 * key after its Base64 is undone.
 *
 * It has no timestamp, so an old delivery verifies for ever, and only de-duplication tells it from
 * a new one. The comparison is WebCrypto's own `verify`, which takes the same time wherever the
 * first difference is; no code here looks at a computed signature.
 */
import { decodeBase64 } from './base64.js'
import { parseBytes } from './parse-webhook.js'
import { importKey, readKeys } from './verifier-key.js'
import { WebhookError, type WebhookErrorCode } from './webhook-error.js'
import type { WebhookEvent } from './webhook-event.js'
import { readBytes, type WebhookPayload } from './webhook-payload.js'

/** What {@link verifyWebhook} takes. */
export interface VerifyWebhookOptions {
  /** The raw body, before anything has parsed it. */
  readonly payload: WebhookPayload
  /** The header `x-faml-signature`, as `request.headers` gives it. */
  readonly signature: string | readonly string[] | null | undefined
  /** The verifier key in Base64, or several while one replaces another: any of them will do. */
  readonly key: string | readonly string[]
}

/**
 * Checks that a delivery is First AML's, and gives its event.
 *
 * @throws WebhookError when the delivery must not be acted upon; `code` tells why.
 * @throws TypeError when the payload is neither bytes nor text.
 *
 * @example
 * ```ts
 * const event = await verifyWebhook({
 *   payload: await request.arrayBuffer(),
 *   signature: request.headers.get('x-faml-signature'),
 *   key: process.env.FIRSTAML_WEBHOOK_KEY ?? '',
 * })
 * ```
 */
export async function verifyWebhook(options: VerifyWebhookOptions): Promise<WebhookEvent> {
  const payload = readBytes(options.payload)
  return verifyBytes(payload, options.signature, readKeys(options.key))
}

/** The same, of bytes that nobody else has in hand, and with keys that have been read. */
export async function verifyBytes(
  payload: Uint8Array<ArrayBuffer>,
  header: VerifyWebhookOptions['signature'],
  keys: readonly string[],
): Promise<WebhookEvent> {
  const signature = readSignature(header)
  for (const key of keys) {
    if (await crypto.subtle.verify('HMAC', await importKey(key), signature, payload))
      return parseBytes(payload)
  }
  throw refuse(
    'webhook_signature_mismatch',
    'not of this key and body: verify the raw body, before any parser',
  )
}

function readSignature(header: VerifyWebhookOptions['signature']): Uint8Array<ArrayBuffer> {
  // Two headers of the name become a text that is not Base64, which is right: neither is trusted.
  const text = String(header ?? '')
  if (!text) throw refuse('webhook_signature_missing', 'missing: no header x-faml-signature')
  const signature = decodeBase64(text)
  if (!signature) throw refuse('webhook_signature_malformed', 'not Base64')
  if (signature.length !== 32) throw refuse('webhook_signature_length', 'not 32 bytes')
  return signature
}

function refuse(code: WebhookErrorCode, what: string): WebhookError {
  return new WebhookError(code, 401, `The signature is ${what}.`)
}
