// What both sides of a webhook compute is pinned by another tool: openssl made these signatures.
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { signWebhook, verifyWebhook } from '../../src/webhooks/index.js'
import { command, vectors } from './support.js'

const hasOpenssl = spawnSync('sh', ['-c', 'openssl version']).status === 0
// A machine of its own may lack the tool; the one that decides on a release may not.
const mayLack = !hasOpenssl && process.env.CI !== 'true'

describe('signatures made with openssl', () => {
  it.each(vectors)('$name: signs the same', async ({ key, payload, signature }) => {
    expect(await signWebhook({ payload, key })).toBe(signature)
    expect(await signWebhook({ payload: new TextEncoder().encode(payload), key })).toBe(signature)
  })

  it.each(vectors.filter(({ payload }) => payload !== ''))(
    '$name: verifies as text, as bytes and as a buffer',
    async ({ key, payload, signature }) => {
      const bytes = new TextEncoder().encode(payload)
      const events = await Promise.all(
        [payload, bytes, Buffer.from(payload), bytes.buffer].map((form) =>
          verifyWebhook({ payload: form, signature, key }),
        ),
      )
      expect(new Set(events.map((event) => JSON.stringify(event))).size).toBe(1)
    },
  )

  it.skipIf(mayLack).each(vectors)(
    `$name: openssl makes it again${mayLack ? ' (there is no openssl here)' : ''}`,
    ({ key, payload, signature }) => {
      const made = spawnSync('sh', ['-c', command], {
        env: { ...process.env, KEY: key },
        input: payload,
        encoding: 'utf8',
      })
      expect(made).toMatchObject({ status: 0, stdout: signature })
    },
  )
})
