import { createHmac } from 'node:crypto'
import type { WebhookSettings } from './webhook-options.js'

/** Sends a body to an address: the status of the answer, or `null` if there was none. */
export type Sender = (url: string, body: string, signal: AbortSignal) => Promise<number | null>

const timeoutMs = 10_000

/**
 * Makes the sender. It signs what it sends: `x-faml-signature` is the Base64 of HMAC-SHA256 over
 * the body, under the decoded key. It follows no redirect, which could lead anywhere, and waits ten
 * real seconds for an answer.
 */
export function createSender({ key, fetch }: WebhookSettings): Sender {
  const decodedKey = Buffer.from(key, 'base64')
  return async (url, body, signal) => {
    const controller = new AbortController()
    const abort = () => controller.abort()
    const timer = setTimeout(abort, timeoutMs)
    signal.addEventListener('abort', abort, { once: true })
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'firstaml-sandbox-webhooks/1.0',
          'x-faml-signature': createHmac('sha256', decodedKey).update(body).digest('base64'),
        },
        body,
        redirect: 'manual',
        signal: controller.signal,
      })
      await response.body?.cancel()
      return response.status
    } catch {
      return null
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    }
  }
}
