import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createUserAgent, joinUserAgent, product } from '../../src/base/user-agent.js'
import { version } from '../../src/base/version.js'

/** Any code point: fast-check's own list of them takes a second to make. */
const anyCharacter = fc
  .integer({ min: 0, max: 0x10ffff })
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))

describe('the User-Agent', () => {
  it('is our product and version, after the application’s own', () => {
    expect(product).toBe(`firstaml-client/${version}`)
    expect(createUserAgent()).toBe(product)
    expect(createUserAgent('acme-crm/1.2')).toBe(`acme-crm/1.2 ${product}`)
    expect(createUserAgent('acme-crm/1.2 (batch; nightly)')).toBe(
      `acme-crm/1.2 (batch; nightly) ${product}`,
    )
  })

  it('can always stand in a header, or is refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: anyCharacter })), (application) => {
        let userAgent: string
        try {
          userAgent = createUserAgent(application)
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError)
          return
        }
        expect(new Headers({ 'user-agent': userAgent }).get('user-agent')).toBe(userAgent)
      }),
    )
    for (const wrong of ['', ' ', ' a', 'a ', 'a\nb', 'a\tb', 'ä', 'a\u0000']) {
      expect(() => createUserAgent(wrong)).toThrow(/^userAgent must be printable/)
    }
  })

  it('joins the caller’s own header and ours once', () => {
    const own = createUserAgent('acme-crm/1.2')
    expect(joinUserAgent(undefined, own)).toBe(own)
    expect(joinUserAgent('', own)).toBe(own)
    expect(joinUserAgent('job/7', own)).toBe(`job/7 ${own}`)
    expect(joinUserAgent(joinUserAgent('job/7', own), own)).toBe(`job/7 ${own}`)
  })
})
