import { createReceive, type WebhookReceiverOptions } from './receive-webhook.js'

/**
 * Creates a handler for everything that speaks `Request` and `Response`: Next.js routes, Hono,
 * Deno, Bun, Cloudflare Workers.
 *
 * It answers 204 when the event is handled or a duplicate, 401 when the signature is not right, 400
 * when a body that verifies is no event, 405 for other methods than POST, 413 for a body that is
 * too large, 408 for one that does not come to its end, and 500 when your own code fails.
 *
 * @throws WebhookError `webhook_key_unusable`.
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
  return async (request) => {
    const [status, text, headers] = await receive(
      request.method,
      request.headers.get('x-faml-signature'),
      async (take) => {
        for await (const chunk of request.body ?? []) take(chunk)
      },
    )
    return new Response(text, { status, headers })
  }
}
