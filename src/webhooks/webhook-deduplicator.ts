/**
 * Telling a second delivery from a second event.
 *
 * Deliveries come at least once, and carry neither an id nor a time. So the key of a delivery is
 * the SHA-256 of its raw body, and two events that read the same are the same to it: when a case
 * changes its status twice, both deliveries have equal bodies. How long a body counts as a
 * duplicate is therefore a question of its event. What happens once (a case is created, a PDF
 * ends) is remembered for a day. What happens again is remembered for seconds only, long enough
 * for a delivery that is sent twice at once: handling it twice costs a query, while taking a change
 * for a duplicate would lose it.
 */
import { encodeBase64 } from './base64.js'
import { parseBytes } from './parse-webhook.js'
import type { WebhookEvent } from './webhook-event.js'
import { readBytes, type WebhookPayload } from './webhook-payload.js'
import { memoryWebhookStore, type WebhookStore } from './webhook-store.js'

/** What {@link createWebhookDeduplicator} takes. */
export interface WebhookDeduplicatorOptions {
  /** Default: `memoryWebhookStore()`, which serves this process alone. */
  readonly store?: WebhookStore | undefined
  /**
   * For how long an equal body is a duplicate, in milliseconds; 0 or less means never. Default: a
   * day for `CaseCreated` and `PdfUpdated`, ten seconds for all others.
   */
  readonly ttlMs?: ((event: WebhookEvent) => number) | undefined
}

/** Remembers which bodies have been handled. */
export interface WebhookDeduplicator {
  /**
   * Handles a delivery, unless the same body was handled before.
   *
   * When the handling fails the body is forgotten, so that the next delivery of it is handled. A
   * duplicate that comes to the same process in the meantime waits, and fails as well: its sender
   * would otherwise take the event for received.
   *
   * @returns true when `handle` was called, false for a duplicate.
   * @throws whatever `handle` or the store throws; WebhookError when the payload is no event.
   */
  readonly once: (
    payload: WebhookPayload,
    handle: (event: WebhookEvent) => unknown,
  ) => Promise<boolean>
}

function defaultTtlMs({ eventType }: WebhookEvent): number {
  return eventType === 'CaseCreated' || eventType === 'PdfUpdated' ? 86_400_000 : 10_000
}

/**
 * Creates a de-duplicator for deliveries that have been verified.
 *
 * @example
 * ```ts
 * const deduplicator = createWebhookDeduplicator()
 * const isNew = await deduplicator.once(payload, (event) => queue.add(event))
 * ```
 */
export function createWebhookDeduplicator(
  options: WebhookDeduplicatorOptions = {},
): WebhookDeduplicator {
  const { store = memoryWebhookStore(), ttlMs = defaultTtlMs } = options
  const underWay = new Map<string, Promise<boolean>>()
  return {
    once: async (payload, handle) => {
      const bytes = readBytes(payload)
      const event = parseBytes(bytes)
      const ttl = ttlMs(event)
      if (!(ttl > 0)) {
        await handle(event)
        return true
      }
      const key = encodeBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
      const earlier = underWay.get(key)
      const handleOnce = async () => {
        if (!(await store.add(key, ttl))) {
          await earlier
          return false
        }
        try {
          await handle(event)
        } catch (error) {
          // That the store fails as well is the smaller news.
          await (async () => store.delete(key))().catch(() => {})
          throw error
        }
        return true
      }
      const own = handleOnce().finally(() => underWay.get(key) === own && underWay.delete(key))
      underWay.set(key, own)
      return own
    },
  }
}
