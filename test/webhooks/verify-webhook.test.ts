import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import {
  createWebhookDeduplicator,
  parseWebhook,
  signWebhook,
  type VerifyWebhookOptions,
  verifyWebhook,
} from '../../src/webhooks/index.js'
import { vector, webhookErrorOf } from './support.js'

const created = vector('a case is created')
const other = vector('the same under another key')
const spaced = vector('the same with other white space')

/** An environment variable that is missing, as JavaScript hands it on. */
const unset = undefined as unknown as string

/** Base64 text with one letter replaced. */
const altered = (text: string, at: number, letter: string) =>
  `${text.slice(0, at)}${letter}${text.slice(at + 1)}`

describe('H8 a delivery', () => {
  const refused: ReadonlyArray<
    [what: string, change: Partial<VerifyWebhookOptions>, code: string, says: RegExp]
  > = [
    ['wrong', { signature: other.signature }, 'signature_mismatch', /key and body/],
    ['of another body', { signature: spaced.signature }, 'signature_mismatch', /raw body/],
    ['null', { signature: null }, 'signature_missing', /x-faml-signature/],
    ['undefined', { signature: undefined }, 'signature_missing', /x-faml-signature/],
    ['empty', { signature: '' }, 'signature_missing', /x-faml-signature/],
    ['not Base64', { signature: 'ce!!' }, 'signature_malformed', /Base64/],
    ['in hex', { signature: 'ab'.repeat(32) }, 'signature_length', /32 bytes/],
    [
      'in Base64 for addresses',
      { signature: altered(created.signature, 1, '-') },
      'signature_malformed',
      /Base64/,
    ],
    ['unpadded', { signature: created.signature.slice(0, -1) }, 'signature_malformed', /Base64/],
    [
      'followed by white space',
      { signature: `${created.signature}\n` },
      'signature_malformed',
      /Base64/,
    ],
    [
      'given twice',
      { signature: [created.signature, created.signature] },
      'signature_malformed',
      /Base64/,
    ],
    ['too short', { signature: btoa('x'.repeat(31)) }, 'signature_length', /32 bytes/],
    ['too long', { signature: btoa('x'.repeat(33)) }, 'signature_length', /32 bytes/],
    ['sent with an empty key', { key: '' }, 'key_unusable', /verifier key/],
    ['sent with a key that is not set', { key: unset }, 'key_unusable', /missing/],
    ['sent with a key of two that is not set', { key: [unset] }, 'key_unusable', /missing/],
    ['sent with a key of spaces', { key: ' \n' }, 'key_unusable', /verifier key/],
    ['sent with a key that is not Base64', { key: 'not base64' }, 'key_unusable', /Base64/],
    ['sent with no key at all', { key: [] }, 'key_unusable', /missing/],
    ['sent with one empty key of two', { key: [created.key, ''] }, 'key_unusable', /empty/],
  ]

  it('is accepted with the right signature', async () => {
    expect(await verifyWebhook(created)).toEqual({
      eventType: 'CaseCreated',
      caseId: '4711',
      officeKey: 'off-wellington',
    })
  })

  it.each(refused)('is refused when its signature is %s', async (_, change, code, says) => {
    const error = await webhookErrorOf(() => verifyWebhook({ ...created, ...change }))
    expect(error.code).toBe(`webhook_${code}`)
    expect(error.message).toMatch(says)
    expect(error.status).toBe(code.startsWith('key') ? 500 : 401)
  })

  it('is refused when its body was parsed and written again', async () => {
    const payload = JSON.stringify(JSON.parse(spaced.payload))
    const error = await webhookErrorOf(() => verifyWebhook({ ...spaced, payload }))
    expect(error.code).toBe('webhook_signature_mismatch')
    expect(error.message).toContain('verify the raw body, before any parser')
  })

  it.each(['\n', '\r\n', ' '])('is accepted when %j follows the verifier key', async (end) => {
    const event = await verifyWebhook({ ...created, key: created.key + end })
    expect(event.eventType).toBe('CaseCreated')
  })

  it('is flagged as a duplicate when it comes twice', async () => {
    const deduplicator = createWebhookDeduplicator()
    const handle = vi.fn()
    expect(await deduplicator.once(created.payload, handle)).toBe(true)
    expect(await deduplicator.once(created.payload, handle)).toBe(false)
    expect(handle).toHaveBeenCalledTimes(1)
  })
})

describe('verifyWebhook', () => {
  it('takes either key while one replaces the other, in any order', async () => {
    for (const key of [
      [created.key, other.key],
      [other.key, created.key],
    ]) {
      expect((await verifyWebhook({ ...created, key })).eventType).toBe('CaseCreated')
      expect((await verifyWebhook({ ...other, key })).eventType).toBe('CaseCreated')
    }
  })

  it('takes a header that Node gives as a list of one', async () => {
    const event = await verifyWebhook({ ...created, signature: [created.signature] })
    expect(event.eventType).toBe('CaseCreated')
  })

  it('names the mistake when a parsed body is handed over', async () => {
    const parsed: unknown = JSON.parse(created.payload)
    const options = { ...created, payload: parsed as string }
    await expect(verifyWebhook(options)).rejects.toThrow(TypeError)
    await expect(verifyWebhook(options)).rejects.toThrow(/raw body/)
  })

  it('refuses a body that verifies and is no event', async () => {
    const refusals = {
      '': 'not_json',
      '[]': 'not_event',
      '{"eventType":"CaseCreated"}': 'not_event',
    }
    for (const [payload, code] of Object.entries(refusals)) {
      const signature = await signWebhook({ payload, key: created.key })
      const error = await webhookErrorOf(() =>
        verifyWebhook({ payload, signature, key: created.key }),
      )
      expect([error.code, error.status]).toEqual([`webhook_payload_${code}`, 400])
    }
  })

  it('reads the signature before the body: who cannot sign learns nothing of it', async () => {
    const error = await webhookErrorOf(() => verifyWebhook({ ...created, payload: 'not JSON' }))
    expect(error.code).toBe('webhook_signature_mismatch')
  })

  it('gives what was verified, even if the buffer is used again meanwhile', async () => {
    for (const make of [
      (bytes: Uint8Array<ArrayBuffer>) => bytes,
      (bytes: Uint8Array<ArrayBuffer>) => bytes.buffer,
    ]) {
      const bytes = new TextEncoder().encode(created.payload)
      const verifying = verifyWebhook({ ...created, payload: make(bytes) })
      bytes.fill(0x20)
      expect(await verifying).toMatchObject({ caseId: '4711' })
    }
  })

  it('verifies a part of a larger buffer by itself', async () => {
    const pool = new TextEncoder().encode(`xx${created.payload}yy`)
    const payload = pool.subarray(2, -2)
    expect(await verifyWebhook({ ...created, payload })).toMatchObject({ caseId: '4711' })
  })

  it('verifies the bytes of every kind of view, and buffers of another realm', async () => {
    const bytes = new TextEncoder().encode(created.payload)
    const { buffer } = new Uint8Array(bytes)
    // A view of numbers that are wider than a byte: an even number of bytes.
    const even = bytes.length % 2 === 0 ? created.payload : `${created.payload} `
    const wide = new Uint16Array(new TextEncoder().encode(even).buffer)
    const signature = await signWebhook({ payload: even, key: created.key })
    const foreign: ArrayBuffer = runInNewContext('new ArrayBuffer(size)', { size: bytes.length })
    expect(foreign).not.toBeInstanceOf(ArrayBuffer)
    new Uint8Array(foreign).set(bytes)
    for (const delivery of [
      { ...created, payload: new DataView(buffer) },
      { ...created, payload: wide, signature },
      { ...created, payload: foreign },
    ]) {
      // The types name what HTTP servers give; these come by way of JavaScript and test runners.
      const payload = delivery.payload as VerifyWebhookOptions['payload']
      expect(await verifyWebhook({ ...delivery, payload })).toMatchObject({ caseId: '4711' })
    }
  })

  it('leaves the comparison to WebCrypto, which decides alone', async () => {
    const verify = vi.spyOn(crypto.subtle, 'verify')
    const sign = vi.spyOn(crypto.subtle, 'sign')
    verify.mockResolvedValueOnce(false)
    const error = await webhookErrorOf(() => verifyWebhook(created))
    expect(error.code).toBe('webhook_signature_mismatch')
    verify.mockResolvedValueOnce(true)
    expect(await verifyWebhook({ ...created, signature: other.signature })).toBeDefined()
    expect(verify).toHaveBeenCalledTimes(2)
    // A signature computed here would have to be compared here.
    expect(sign).not.toHaveBeenCalled()
  })

  it('imports a key once, and not for ever', async () => {
    const importKey = vi.spyOn(crypto.subtle, 'importKey')
    const payload = created.payload
    const sign = (n: number) => signWebhook({ payload, key: btoa(`invented key ${n}`) })
    await sign(0)
    await sign(0)
    expect(importKey).toHaveBeenCalledTimes(1)
    for (let n = 1; n <= 16; n++) await sign(n)
    await sign(0)
    expect(importKey).toHaveBeenCalledTimes(18)
    for (const { value } of importKey.mock.results) {
      expect(await value).toMatchObject({ extractable: false })
    }
  })

  it('says nothing of payload, key or signature in any error', async () => {
    const secrets = ['4711', 'off-wellington', 'c3VwZXItc2VjcmV0', 'ce!!', created.key]
    const calls = [
      () => verifyWebhook({ ...created, signature: 'ce!!' }),
      () => verifyWebhook({ ...created, key: 'c3VwZXItc2VjcmV0' }),
      () => verifyWebhook({ ...created, key: 'c3VwZXItc2VjcmV0!' }),
      () => parseWebhook('{"eventType":"CaseCreated","caseId":"4711'),
      () => parseWebhook('{"eventType":"CaseCreated","caseId":{"a":4711}}'),
      () => parseWebhook('["off-wellington"]'),
    ]
    for (const call of calls) {
      const error = await webhookErrorOf(call)
      const told = `${error.stack}${JSON.stringify(error)}${String(error.cause)}`
      for (const secret of secrets) expect(told).not.toContain(secret)
    }
  })
})

describe('for any key and body', () => {
  const keys = fc.uint8Array({ minLength: 1, maxLength: 96 }).map((bytes) => base64(bytes))
  const events = fc
    .record({ eventType: fc.constant('Anything'), caseId: fc.nat(), text: fc.string() })
    .map((event) => new TextEncoder().encode(JSON.stringify(event)))
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

  it('what is signed verifies', async () => {
    await fc.assert(
      fc.asyncProperty(keys, events, async (key, payload) => {
        const signature = await signWebhook({ payload, key })
        const event = await verifyWebhook({ payload, signature, key })
        expect(event).toEqual(JSON.parse(new TextDecoder().decode(payload)))
      }),
    )
  })

  it('no bit of the body can be turned', async () => {
    await fc.assert(
      fc.asyncProperty(keys, events, fc.nat(), async (key, payload, lot) => {
        const signature = await signWebhook({ payload, key })
        const turned = turnBit(payload, lot)
        const error = await webhookErrorOf(() => verifyWebhook({ payload: turned, signature, key }))
        expect(error.code).toBe('webhook_signature_mismatch')
      }),
    )
  })

  it('no bit of the signature can be turned, in its text or its bytes', async () => {
    await fc.assert(
      fc.asyncProperty(keys, events, fc.nat(), async (key, payload, lot) => {
        const signature = await signWebhook({ payload, key })
        const bytes = base64(turnBit(Buffer.from(signature, 'base64'), lot))
        const text = String.fromCharCode(...turnBit(new TextEncoder().encode(signature), lot))
        for (const turned of [bytes, text]) {
          const error = await webhookErrorOf(() =>
            verifyWebhook({ payload, signature: turned, key }),
          )
          expect(error.code).toMatch(/^webhook_signature_/)
        }
      }),
    )
  })

  it('every last letter but the right one is refused: no two texts are one signature', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
    for (const letter of alphabet) {
      const signature = altered(created.signature, 42, letter)
      if (signature === created.signature) continue
      await expect(verifyWebhook({ ...created, signature })).rejects.toThrow()
    }
  })
})

function turnBit(bytes: Uint8Array, lot: number): Uint8Array {
  const turned = Uint8Array.from(bytes)
  const at = (lot >> 3) % turned.length
  turned[at] = (turned[at] ?? 0) ^ (1 << (lot & 7))
  return turned
}
