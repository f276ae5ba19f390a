/** A receiver of webhooks for the desk: it says what arrives, and may hand it on to an application. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import {
  createWebhookDeduplicator,
  createWebhookListener,
  parseWebhook,
  WebhookError,
  type WebhookEvent,
} from 'firstaml-client/webhooks'

/** What arrived. */
export type Arrival =
  | {
      readonly verified: true
      readonly event: WebhookEvent
      /** Whether an equal body came a short while ago. */
      readonly duplicate: boolean
      /** Status that the application answered with, if it was handed on; 0 for no answer. */
      readonly forwardedStatus?: number
    }
  | { readonly verified: false; readonly code: string; readonly message: string }

export interface WebhookReceiverOptions {
  readonly keys: readonly string[]
  readonly host: string
  readonly port: number
  /** Where to hand deliveries on to. */
  readonly forwardTo: URL | undefined
  readonly fetch: typeof globalThis.fetch
  readonly onArrival: (arrival: Arrival) => Promise<void>
}

export interface WebhookReceiver {
  /** Where it listens, such as `http://127.0.0.1:4000/`. */
  readonly url: string
  readonly close: () => Promise<void>
}

/** An application that takes longer is not asked again here; First AML may deliver again. */
const forwardLimitMs = 10_000
/** Whoever is cut off will deliver again. */
const closeLimitMs = 1_000

/** @throws WebhookError `webhook_key_unusable`; the system's error when the port is taken. */
export async function startReceiver(options: WebhookReceiverOptions): Promise<WebhookReceiver> {
  const { keys, host, port, onArrival } = options
  const deduplicator = createWebhookDeduplicator()
  const listenerFor = (signature: string) =>
    createWebhookListener({
      key: keys,
      handle: () => {},
      onError: (error) => {
        // What failed after the verification has been told already.
        if (error instanceof WebhookError) {
          void onArrival({ verified: false, code: error.code, message: error.message }).catch(
            () => {},
          )
        }
      },
      deduplicator: {
        once: async (payload) => {
          const event = parseWebhook(payload)
          const isNew = await deduplicator.once(payload, () => {})
          const status = await forward(options, payload, signature)
          const arrival: Arrival = { verified: true, event, duplicate: !isNew }
          await onArrival(status === undefined ? arrival : { ...arrival, forwardedStatus: status })
          // Answered 500, so that who sent it knows that nobody has it.
          if (status !== undefined && (status < 200 || status > 299)) throw new Error('not taken')
          return isNew
        },
      },
    })
  // Now, not with the first delivery: keys that cannot be used are refused.
  listenerFor('')
  const server = createServer((request, response) => {
    // One delivery a connection, so that the end of an answer is the end of it all.
    response.setHeader('connection', 'close')
    listenerFor(String(request.headers['x-faml-signature'] ?? ''))(request, response)
  })
  server.listen(port, host)
  await once(server, 'listening')
  return { url: urlOf(server), close: () => closeServer(server) }
}

/** @returns the application's status, 0 when it did not answer; undefined without an application. */
async function forward(
  { forwardTo, fetch }: WebhookReceiverOptions,
  payload: Uint8Array | ArrayBuffer | string,
  signature: string,
): Promise<number | undefined> {
  if (forwardTo === undefined) return undefined
  try {
    const response = await fetch(forwardTo, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-faml-signature': signature },
      body: typeof payload === 'string' ? payload : new Uint8Array(payload),
      redirect: 'manual',
      signal: AbortSignal.timeout(forwardLimitMs),
    })
    await response.body?.cancel()
    return response.status
  } catch {
    return 0
  }
}

function urlOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string') return ''
  const { address: host, family, port } = address
  return `http://${family === 'IPv6' ? `[${host}]` : host}:${port}/`
}

/** Answers what is being received, for a moment; then connections are cut. */
async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const patience = setTimeout(() => server.closeAllConnections(), closeLimitMs)
  await closed
  clearTimeout(patience)
}
