// The address that First AML posts to. What has been answered 204 is in the database.
import Fastify, { type FastifyInstance } from 'fastify'
import {
  type createWebhookDeduplicator,
  verifyWebhook,
  WebhookError,
  type WebhookEvent,
} from 'firstaml-client/webhooks'

export interface ServerOptions {
  readonly key: string
  readonly deduplicator: ReturnType<typeof createWebhookDeduplicator>
  readonly handle: (event: WebhookEvent) => void
}

export function createServer({ key, deduplicator, handle }: ServerOptions): FastifyInstance {
  const server = Fastify({
    logger: true,
    bodyLimit: 65_536,
    requestTimeout: 10_000,
    // On closing, so that a sender's idle connection does not keep the process.
    forceCloseConnections: 'idle',
  })
  // The signature is of bytes, so nothing may parse them before.
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })

  server.post('/webhooks', async (request, reply) => {
    const payload = request.body instanceof Uint8Array ? request.body : new Uint8Array()
    try {
      await verifyWebhook({ payload, signature: request.headers['x-faml-signature'], key })
    } catch (error) {
      if (!(error instanceof WebhookError)) throw error
      request.log.warn({ code: error.code }, 'a delivery was refused')
      return reply.code(error.status).send(error.code)
    }
    await deduplicator.once(payload, handle)
    return reply.code(204).send()
  })

  server.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    request.log.error({ err: error }, 'a delivery failed')
    // The reason is for the log; the status asks the sender to try again.
    return reply.code(error.statusCode ?? 500).send()
  })
  return server
}
