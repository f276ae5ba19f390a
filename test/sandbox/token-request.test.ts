import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isUnreadable, parseTokenRequest } from '../../src/sandbox/http/token-request.js'
import { createSandbox } from '../../src/sandbox/index.js'

const contentTypes = fc.oneof(
  fc.constantFrom(
    null,
    'application/json',
    'Application/JSON ; charset=utf-8',
    'application/x-www-form-urlencoded',
    'text/plain',
  ),
  fc.string(),
)
const memberNames = fc.constantFrom(
  'grant_type',
  'audience',
  'client_id',
  'client_secret',
  '__proto__',
)
const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.json().map(encode),
  fc.dictionary(memberNames, fc.jsonValue()).map((members) => encode(JSON.stringify(members))),
  fc
    .array(fc.tuple(memberNames, fc.string()))
    .map((pairs) => encode(new URLSearchParams(pairs).toString())),
)

it('reads any body into text members or a complaint', () => {
  fc.assert(
    fc.property(contentTypes, bodies, (contentType, body) => {
      const parsed = parseTokenRequest(contentType, body)
      if (isUnreadable(parsed)) {
        expect([400, 413, 415]).toContain(parsed.status)
        return
      }
      for (const value of Object.values(parsed)) {
        expect(value === undefined || (typeof value === 'string' && value !== '')).toBe(true)
      }
    }),
  )
})

it('reads the same members from JSON and from a form', () => {
  const text = fc.string({ minLength: 1 })
  fc.assert(
    fc.property(text, text, text, text, (grant_type, audience, client_id, client_secret) => {
      const members = { grant_type, audience, client_id, client_secret }
      const json = parseTokenRequest('application/json', encode(JSON.stringify(members)))
      const form = parseTokenRequest(
        'application/x-www-form-urlencoded',
        encode(new URLSearchParams(members).toString()),
      )
      expect(json).toEqual({
        grantType: grant_type,
        audience,
        clientId: client_id,
        clientSecret: client_secret,
      })
      expect(form).toEqual(json)
    }),
  )
})

it('never answers 5xx and never lets a guess through', async () => {
  const sandbox = await createSandbox({ listen: false })
  await fc.assert(
    fc.asyncProperty(contentTypes, bodies, async (contentType, body) => {
      const headers = new Headers({ 'user-agent': 'property' })
      // Not every text can be a header value; those that cannot never reach a server.
      if (contentType !== null && /^[\x20-\x7e]*$/.test(contentType)) {
        headers.set('content-type', contentType)
      }
      const response = await sandbox.fetch(sandbox.tokenUrl, { method: 'POST', headers, body })
      expect(response.status).toBeGreaterThanOrEqual(400)
      expect(response.status).toBeLessThan(500)
    }),
  )
})

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text))
}
