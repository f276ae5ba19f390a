import { encodeBase64 } from './base64.js'
import { importKey, readKeys } from './verifier-key.js'
import { readBytes, type WebhookPayload } from './webhook-payload.js'

/** What {@link signWebhook} takes. */
export interface SignWebhookOptions {
  /** The body to sign, exactly as it will be sent. */
  readonly payload: WebhookPayload
  /** The verifier key, in Base64. */
  readonly key: string
}

/**
 * Signs a body as First AML does, for an application's own tests.
 *
 * @returns what the header `x-faml-signature` says.
 * @throws WebhookError `webhook_key_unusable`.
 *
 * @example
 * ```ts
 * const payload = JSON.stringify({ eventType: 'CaseCreated', caseId: 42, officeKey: null })
 * const headers = { 'x-faml-signature': await signWebhook({ payload, key }) }
 * ```
 */
export async function signWebhook({ payload, key }: SignWebhookOptions): Promise<string> {
  const bytes = readBytes(payload)
  const [text = ''] = readKeys(key)
  return encodeBase64(
    new Uint8Array(await crypto.subtle.sign('HMAC', await importKey(text), bytes)),
  )
}
