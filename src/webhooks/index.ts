// The door for receivers of webhooks, by hand. It needs WebCrypto and nothing else: neither urql nor
// Node. Withheld on purpose: the parts of a receiver, and how keys are kept.

export { parseWebhook } from './parse-webhook.js'
export type { WebhookReceiverOptions } from './receive-webhook.js'
export { type SignWebhookOptions, signWebhook } from './sign-webhook.js'
export { type VerifyWebhookOptions, verifyWebhook } from './verify-webhook.js'
export type { WebhookDeduplicator, WebhookDeduplicatorOptions } from './webhook-deduplicator.js'
export { createWebhookDeduplicator } from './webhook-deduplicator.js'
export { WebhookError, type WebhookErrorCode } from './webhook-error.js'
export type {
  CaseCreatedEvent,
  CaseStatusUpdatedEvent,
  PdfUpdatedEvent,
  TestEvent,
  UnknownWebhookEvent,
  UnwrapStatusUpdatedEvent,
  VerificationReportGeneratedEvent,
  WebhookEvent,
  WebhookPdfStatus,
} from './webhook-event.js'
export { createWebhookHandler } from './webhook-handler.js'
export {
  createWebhookListener,
  type NodeWebhookRequest,
  type NodeWebhookResponse,
} from './webhook-listener.js'
export type { WebhookPayload } from './webhook-payload.js'
export {
  memoryWebhookStore,
  type WebhookStore,
} from './webhook-store.js'
