// The catalogue names every code there is, and none that there is not. The compiler knows the codes
// of the unions; the sources know those of classes that stand in none.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { GenerateError, SchemaPullError } from '../../src/codegen/index.js'
import type { AnyFirstAmlError, TokenStoreError } from '../../src/index.js'
import {
  createWebhookHandler,
  signWebhook,
  type WebhookError,
  type WebhookErrorCode,
} from '../../src/webhooks/index.js'
import { webhookErrorOf } from '../webhooks/support.js'

type Code =
  | AnyFirstAmlError['code']
  | WebhookErrorCode
  | GenerateError['code']
  | SchemaPullError['code']
  | TokenStoreError['code']

/** Does not compile when a code is missing, or is none. */
const codes: Readonly<Record<Code, true>> = {
  token_refused: true,
  token_unavailable: true,
  access_rejected: true,
  scope_missing: true,
  throttled: true,
  timeout: true,
  unknown_outcome: true,
  network: true,
  unexpected_response: true,
  graphql_errors: true,
  validation_failed: true,
  download_incomplete: true,
  upload_failed: true,
  pdf_unavailable: true,
  aborted: true,
  token_store: true,
  schema_pull: true,
  generate: true,
  webhook_key_unusable: true,
  webhook_signature_missing: true,
  webhook_signature_malformed: true,
  webhook_signature_length: true,
  webhook_signature_mismatch: true,
  webhook_payload_not_json: true,
  webhook_payload_not_event: true,
  webhook_payload_too_large: true,
  webhook_payload_incomplete: true,
}

const root = join(import.meta.dirname, '..', '..')
const page = readFileSync(join(root, 'docs', 'errors.md'), 'utf8')
const rows = [...page.matchAll(/^\| `(\w+)` \| (?:`(\w+)`|(\d+)) \|/gm)].map(
  ([, code = '', className, status]) => ({ code, className, status }),
)
const classes = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => [
    ...readFileSync(join(root, 'src', name), 'utf8').matchAll(
      /class (\w+) extends FirstAmlError \{[\s\S]*?readonly code = '(\w+)'/g,
    ),
  ])
  .map(([, className, code]) => ({ className, code }))

describe('the error catalogue', () => {
  it('has a row for each code of the types, and no other', () => {
    expect(rows.map(({ code }) => code).sort()).toEqual(Object.keys(codes).sort())
  })

  it('names the class of each code', () => {
    expect(classes.length).toBeGreaterThan(15)
    for (const { className, code } of classes) {
      expect(rows.find((row) => row.code === code)?.className, code).toBe(className)
    }
  })

  it('names the status that each webhook error asks for', async () => {
    const webhooks = rows.filter((row) => row.status !== undefined)
    expect(webhooks.map(({ code }) => code).sort()).toEqual(Object.keys(refusals).sort())
    for (const { code, status } of webhooks) {
      const refused = await refusals[toWebhookCode(code)]()
      expect(refused, code).toMatchObject({ code, status: Number(status) })
    }
  })

  it('explains every reason of a refused token', () => {
    const source = readFileSync(join(root, 'src', 'base', 'errors.ts'), 'utf8')
    const [, union = ''] = /AccessRejectedReason =\n([\s\S]*?)\n\n/.exec(source) ?? []
    const reasons = [...union.matchAll(/\| '(\w+)'/g)].map(([, reason]) => reason)
    expect(reasons.length).toBe(5)
    for (const reason of reasons) expect(page).toContain(`\n| \`${reason}\` | `)
  })
})

const key = 'b2J2aW91c2x5IGZha2U='
const signed = async (payload: string) => ({
  body: payload,
  signature: await signWebhook({ payload, key }),
})

/** A delivery that is refused with each of the codes. */
const refusals: Readonly<Record<WebhookErrorCode, () => Promise<WebhookError>>> = {
  webhook_key_unusable: () => refusalOf({ body: '{}', key: '' }),
  webhook_signature_missing: () => refusalOf({ body: '{}' }),
  webhook_signature_malformed: () => refusalOf({ body: '{}', signature: '?' }),
  webhook_signature_length: () => refusalOf({ body: '{}', signature: 'AAAA' }),
  webhook_signature_mismatch: async () => refusalOf({ ...(await signed('[]')), body: '{}' }),
  webhook_payload_not_json: async () => refusalOf(await signed('{')),
  webhook_payload_not_event: async () => refusalOf(await signed('{}')),
  webhook_payload_too_large: () => refusalOf({ body: 'x'.repeat(65_537) }),
  webhook_payload_incomplete: () =>
    refusalOf({ body: new ReadableStream({ start: (body) => body.error(new Error('broken')) }) }),
}

interface Delivery {
  readonly body: string | ReadableStream
  readonly signature?: string
  readonly key?: string
}

function refusalOf({ body, signature, ...given }: Delivery): Promise<WebhookError> {
  return webhookErrorOf(async () => {
    let refusal: unknown
    const handle = createWebhookHandler({
      key,
      ...given,
      handle: () => {},
      onError: (error) => {
        refusal = error
      },
    })
    await handle(
      new Request('https://receiver.example/', {
        method: 'POST',
        body,
        headers: signature === undefined ? {} : { 'x-faml-signature': signature },
        ...{ duplex: 'half' },
      }),
    )
    throw refusal
  })
}

function toWebhookCode(code: string): WebhookErrorCode {
  const found = Object.keys(codes).find(
    (one): one is WebhookErrorCode => one === code && one in refusals,
  )
  if (found === undefined) throw new Error(`${code} is no code`)
  return found
}
