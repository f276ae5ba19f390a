import { decodeBase64 } from './base64.js'
import { WebhookError } from './webhook-error.js'

/** Importing costs as much as verifying, so keys stay imported; no receiver rotates more of them. */
const mostKept = 16
const imported = new Map<string, CryptoKey>()

const message = 'A verifier key is missing, empty or not Base64: copy all of it.'

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
  if (keys.length === 0 || keys.some((text) => !imported.has(text) && !decodeBase64(text)?.length))
    throw new WebhookError('webhook_key_unusable', 500, message)
  return keys
}

/** The key in the form that WebCrypto works with; at once when it was imported before. */
export function importKey(key: string): CryptoKey | Promise<CryptoKey> {
  return imported.get(key) ?? importNew(key)
}

async function importNew(key: string): Promise<CryptoKey> {
  const bytes = decodeBase64(key) ?? new Uint8Array()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const fresh = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign', 'verify'])
  if (imported.size >= mostKept) imported.clear()
  imported.set(key, fresh)
  return fresh
}
