import { createReceive, type WebhookReceiverOptions } from './receive-webhook.js'

/**
 * Creates a handler for everything that speaks `Request` and `Response`: Next.js routes, Hono,
 * Deno, Bun, Cloudflare Workers.
 *
 * It answers 204 when the event is handled or a duplicate, 401 when the signature is not right, 400
 * when a body that verifies is no event, 405 for other methods than POST, 413 for a body that is
 * too large, 408 for one that does not come to its end, and 500 when your own code fails.
 *
 * @throws WebhookError `webhook_key_unusable`; TypeError without `handle` or `onError`.
 *
 * @example
 * ```ts
 * export const POST = createWebhookHandler({ key, handle: (event) => queue.add(event), onError })
 * ```
 */
export function createWebhookHandler(
  options: WebhookReceiverOptions,
): (request: Request) => Promise<Response> {
  const receive = createReceive(options)
  return async ({ method, headers, body, bodyUsed }) =>
    new Response(
      // What was read before is no body, and its signature will not match.
      ...(await receive(method, headers.get('x-faml-signature'), (!bodyUsed && body) || [])),
    )
}
