import { decodeBase64 } from './base64.js'
import { WebhookError } from './webhook-error.js'

/**
 * Importing costs as much as verifying, so keys stay imported; no receiver rotates more of them than
 * sixteen. Never kept is a key still to come: on some runtimes a promise of one request must not be
 * waited for by another.
 */
const imported = new Map<string, CryptoKey>()

/**
 * The verifier keys as a list. White space around a key, such as the line end that comes along when
 * it is read from a file, is no part of it.
 *
 * @throws WebhookError `webhook_key_unusable` when there is none, or one of them is empty or not
 * Base64: anybody can sign with an empty key, and a broken one must not wait for its first use.
 */
export function readKeys(key: string | readonly string[]): readonly string[] {
  // Optional, since an environment variable that is not set gets here in JavaScript.
  const keys = [key].flat().map((text) => text?.trim() ?? '')
  if (keys.length && keys.every((text) => imported.has(text) || decodeBase64(text)?.length))
    return keys
  const message = 'A verifier key is missing, empty or not Base64: copy all of it.'
  throw new WebhookError('webhook_key_unusable', 500, message)
}

/** The key in the form that WebCrypto works with. */
export async function importKey(text: string): Promise<CryptoKey> {
  let key = imported.get(text)
  if (!key) {
    const bytes = decodeBase64(text) ?? new Uint8Array()
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign', 'verify'])
    if (imported.size > 15) imported.clear()
    imported.set(text, key)
  }
  return key
}
