import { createHmac } from 'node:crypto'
import type { WebhookSettings } from './webhook-options.js'

/** Sends bodies to addresses. */
export interface Sender {
  /** Gives the status of the answer, or `null` if there was none. Never rejects. */
  readonly send: (url: string, body: string) => Promise<number | null>
  /** Ends what is under way; from then on nothing is sent. */
  readonly close: () => void
}

const timeoutMs = 10_000

/**
 * Makes the sender. It signs what it sends: `x-faml-signature` is the Base64 of HMAC-SHA256 over
 * the body, under the decoded key. It follows no redirect, which could lead anywhere, and waits ten
 * real seconds for an answer, also where the `fetch` that it was given does not mind its signal.
 */
export function createSender({ key, fetch }: WebhookSettings): Sender {
  const decodedKey = Buffer.from(key, 'base64')
  const open = new Set<AbortController>()
  let isClosed = false

  async function post(url: string, body: string, signal: AbortSignal): Promise<number | null> {
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
        signal,
      })
      await response.body?.cancel()
      return response.status
    } catch {
      return null
    }
  }

  return {
    async send(url, body) {
      if (isClosed) return null
      const controller = new AbortController()
      const { signal } = controller
      const timer = setTimeout(() => controller.abort(), timeoutMs)
      open.add(controller)
      const given = await Promise.race([post(url, body, signal), aborted(signal)])
      clearTimeout(timer)
      open.delete(controller)
      return given
    },
    close() {
      isClosed = true
      for (const controller of open) controller.abort()
    },
  }
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true })
  })
}
