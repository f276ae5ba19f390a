/**
 * The receiver for Node's `http` and what is built on it, such as Express. It names the few members
 * of Node's classes that it uses instead of importing them, so that this door loads anywhere.
 */
import { createReceive, type WebhookReceiverOptions } from './receive-webhook.js'

/** What is needed of Node's `IncomingMessage`. */
export interface NodeWebhookRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** What is needed of Node's `ServerResponse`. */
export interface NodeWebhookResponse {
  readonly writeHead: (status: number, headers?: Record<string, string>) => unknown
  readonly end: (text?: string) => unknown
  readonly destroy: () => unknown
}

/**
 * Creates a listener for `http.createServer`, or a route of Express that no body parser comes
 * before. It answers as `createWebhookHandler` does.
 *
 * @throws WebhookError `webhook_key_unusable`; TypeError without `handle` or `onError`.
 *
 * @example
 * ```ts
 * createServer(createWebhookListener({ key, handle: (event) => queue.add(event), onError }))
 * ```
 */
export function createWebhookListener(
  options: WebhookReceiverOptions,
): (request: NodeWebhookRequest, response: NodeWebhookResponse) => void {
  const receive = createReceive(options)
  return (request, response) => {
    receive(request.method, request.headers['x-faml-signature'], request)
      .then(([text, { status, headers }]) => {
        response.writeHead(status, headers)
        response.end(text)
      })
      // Nothing can be answered: the sender sees the connection end, and may try again.
      .catch(() => response.destroy())
  }
}
