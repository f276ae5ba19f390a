import { checkOption } from '../option-check.js'

/** The options of `createSandbox` for webhooks. */
export interface WebhookOptions {
  /**
   * The verifier key that deliveries are signed with, in Base64. Default: one that is the same in
   * every sandbox; `sandbox.webhooks.key` tells it.
   */
  readonly webhookKey?: string | undefined
  /**
   * Whether subscriptions may have an http address on loopback, where a test can listen. Default
   * false: https only, as the vendor has it.
   */
  readonly allowHttpWebhooks?: boolean | undefined
  /** Sends the deliveries, such as to a receiver in process. Default: the global `fetch`. */
  readonly webhookFetch?: typeof globalThis.fetch | undefined
}

/** The options with every default filled in. */
export interface WebhookSettings {
  readonly key: string
  readonly allowHttp: boolean
  readonly fetch: typeof globalThis.fetch
}

const defaultKey = Buffer.from('sandbox-webhook-key-not-a-secret').toString('base64')

/** Checks the options and fills in the defaults. */
export function readWebhooks(options: WebhookOptions): WebhookSettings {
  const { webhookKey = defaultKey, allowHttpWebhooks = false, webhookFetch } = options
  checkOption(isBase64(webhookKey), 'webhookKey must be Base64 of at least one byte')
  checkOption(typeof allowHttpWebhooks === 'boolean', 'allowHttpWebhooks must be true or false')
  checkOption(
    webhookFetch === undefined || typeof webhookFetch === 'function',
    'webhookFetch must be a function like fetch',
  )
  return {
    key: webhookKey,
    allowHttp: allowHttpWebhooks,
    fetch: webhookFetch ?? ((input, init) => globalThis.fetch(input, init)),
  }
}

function isBase64(text: unknown): boolean {
  return (
    typeof text === 'string' &&
    text !== '' &&
    Buffer.from(text, 'base64').toString('base64') === text
  )
}
