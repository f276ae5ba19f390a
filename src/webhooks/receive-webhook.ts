/**
 * What all receivers share, whatever the server: method, body, signature, duplicates, handling.
 */
import { type Runtime, systemTimers } from '../base/runtime.js'
import { type Body, readBody } from './read-body.js'
import { readKeys } from './verifier-key.js'
import { type VerifyWebhookOptions, verifyBytes } from './verify-webhook.js'
import type { WebhookDeduplicator } from './webhook-deduplicator.js'
import { WebhookError } from './webhook-error.js'
import type { WebhookEvent } from './webhook-event.js'

/** What `createWebhookHandler` and `createWebhookListener` take. */
export interface WebhookReceiverOptions {
  /** The verifier key in Base64, or several while one replaces another. */
  readonly key: string | readonly string[]
  /**
   * Called with each event that verifies. The delivery is answered when it is done, so it should
   * put the event where it is safe and come back. When it fails the answer is 500, which asks the
   * sender to try again.
   */
  readonly handle: (event: WebhookEvent) => unknown
  /** Told of every delivery that is refused and of everything that fails. Must not throw. */
  readonly onError: (error: unknown) => void
  /** Leaves out deliveries that came before, answering them 204; default: none is. */
  readonly deduplicator?: WebhookDeduplicator | undefined
  /** The largest body that is accepted, in bytes; default 65 536. */
  readonly maxBytes?: number | undefined
  /** How long a body may take to arrive, in milliseconds; default 10 000. */
  readonly bodyTimeoutMs?: number | undefined
  /** Timers, for tests. */
  readonly runtime?: Partial<Runtime> | undefined
}

/** What `new Response` takes. The text is for people who look at deliveries; it holds nothing of them. */
type Answer = readonly [
  text: string | undefined,
  init: { readonly status: number; readonly headers?: Record<string, string> },
]

/** Receives one delivery, given by its method, its signature and its body. */
export type Receive = (
  method: string | undefined,
  signature: VerifyWebhookOptions['signature'],
  body: Body,
) => Promise<Answer>

/**
 * @throws WebhookError `webhook_key_unusable`, TypeError without `handle` or `onError`: at once rather
 * than with the first delivery.
 */
export function createReceive(options: WebhookReceiverOptions): Receive {
  const { key, handle, onError, deduplicator, maxBytes = 65_536, bodyTimeoutMs = 10_000 } = options
  // Without them nobody would hear of what fails, and only when the first delivery comes.
  if (typeof handle !== 'function' || typeof onError !== 'function') {
    throw new TypeError('handle and onError must be functions.')
  }
  const { after } = { ...systemTimers, ...options.runtime }
  const keys = readKeys(key)
  return async (method, signature, body) => {
    if (method !== 'POST') return [undefined, { status: 405, headers: { allow: 'POST' } }]
    let isVerified = false
    try {
      const payload = await readBody(body, maxBytes, bodyTimeoutMs, after)
      const event = await verifyBytes(payload, signature, keys)
      isVerified = true
      await (deduplicator ? deduplicator.once(payload, handle) : handle(event))
      return [undefined, { status: 204 }]
    } catch (error) {
      onError(error)
      // What `handle` throws is a failure of ours, even if it is a WebhookError.
      if (isVerified || !(error instanceof WebhookError)) return [undefined, { status: 500 }]
      const { status, code } = error
      return [code, { status, headers: status === 408 ? { connection: 'close' } : {} }]
    }
  }
}
