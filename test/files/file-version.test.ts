// What comes from outside: ranges and validators, in whatever form.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readContentRange, readRestStart, readVersion } from '../../src/files/file-version.js'

const ranges = fc
  .tuple(fc.nat(1_000_000), fc.nat(1_000_000), fc.nat(1_000_000))
  .map(([first, more, rest]) => ({
    first,
    last: first + more,
    completeLength: first + more + rest + 1,
  }))

describe('Content-Range', () => {
  it('is read as it is written', () => {
    fc.assert(
      fc.property(ranges, ({ first, last, completeLength }) => {
        expect(readContentRange(`bytes ${first}-${last}/${completeLength}`)).toEqual({
          first,
          last,
          completeLength,
        })
        expect(readContentRange(` Bytes ${first}-${last}/* `)).toMatchObject({ first, last })
        // A range that ends before it begins, or beyond the file.
        expect(readContentRange(`bytes ${last + 1}-${last}/${completeLength}`)).toBeUndefined()
        expect(readContentRange(`bytes ${first}-${last}/${last}`)).toBeUndefined()
      }),
    )
  })

  it('never takes another text for one, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        fc.pre(!/^\s*bytes \d+-\d+\/(\d+|\*)\s*$/i.test(text))
        expect(readContentRange(text)).toBeUndefined()
      }),
    )
    for (const text of [null, '', 'bytes */5', 'bytes 1-2', 'bytes 0-1/2, bytes 3-4/5']) {
      expect(readContentRange(text)).toBeUndefined()
    }
  })
})

describe('the rest of a file', () => {
  it('is taken only from where it was asked for', () => {
    const version = readVersion(new Headers({ etag: '"a"' }))
    fc.assert(
      fc.property(ranges, fc.nat(1_000_000), ({ first, last, completeLength }, offset) => {
        const range = `bytes ${first}-${last}/${completeLength}`
        const rest = new Response('', { status: 206, headers: { 'content-range': range } })
        expect(readRestStart(rest, version, offset)).toBe(first === offset ? offset : undefined)
      }),
    )
  })

  it('is not looked for in a whole file of another length', () => {
    const version = { totalBytes: 10, validator: '"a"' }
    for (const [length, start] of [
      ['10', 0],
      ['11', undefined],
    ] as const) {
      const whole = new Response('', { headers: { etag: '"a"', 'content-length': length } })
      expect(readRestStart(whole, version, 5)).toBe(start)
    }
  })

  it('is not taken encoded, whatever else it says', () => {
    const version = readVersion(new Headers({ etag: '"a"' }))
    const headers = { 'content-range': 'bytes 5-9/10', 'content-encoding': 'gzip' }
    expect(readRestStart(new Response('', { status: 206, headers }), version, 5)).toBeUndefined()
  })
})

describe('a version', () => {
  it.each<[Record<string, string>, number | undefined, string | undefined]>([
    [{ etag: '"a"', 'content-length': '5' }, 5, '"a"'],
    [{ etag: '"a"', 'content-length': '5', 'content-encoding': 'identity' }, 5, '"a"'],
    [{ etag: '"a"', 'content-length': '5', 'content-encoding': 'gzip' }, undefined, undefined],
    [{ etag: 'a', 'content-length': '5, 5' }, undefined, undefined],
    [{ etag: 'W/"a"', 'content-length': '-5' }, undefined, undefined],
    [{ etag: '"a"', 'content-length': '9'.repeat(400) }, undefined, '"a"'],
    [{ 'last-modified': 'yesterday', date: 'today' }, undefined, undefined],
    [{ 'last-modified': 'Mon, 23 Nov 2026 00:00:00 GMT' }, undefined, undefined],
  ])('is read from %j', (headers, totalBytes, validator) => {
    expect(readVersion(new Headers(headers))).toEqual({ totalBytes, validator })
  })
})
