import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRateLimit } from '../../src/base/rate-limit-header.js'

const read = (headers: Record<string, string>) => readRateLimit(new Headers(headers))

describe('readRateLimit', () => {
  it.each([
    [{ ratelimit: '"default";r=0;t=5' }, { remaining: 0, resetMs: 5_000 }],
    [{ ratelimit: 'default;r=7;t=60' }, { remaining: 7, resetMs: 60_000 }],
    [{ ratelimit: '"a";r=9;t=1, "b";r=2;t=30' }, { remaining: 2, resetMs: 30_000 }],
    [
      { 'ratelimit-remaining': '0', 'ratelimit-reset': '12' },
      { remaining: 0, resetMs: 12_000 },
    ],
    [{ ratelimit: '"default";r=5' }, undefined],
    [{ ratelimit: 'banana' }, undefined],
    [{ 'ratelimit-remaining': '0' }, undefined],
    [{ 'ratelimit-remaining': '-1', 'ratelimit-reset': '12' }, undefined],
    [{ ratelimit: `"default";r=0;t=${'9'.repeat(400)}` }, undefined],
    [{ 'ratelimit-remaining': '0', 'ratelimit-reset': '9'.repeat(400) }, undefined],
    [{}, undefined],
  ])('reads %o as %o', (headers, state) => {
    expect(read(headers as Record<string, string>)).toEqual(state)
  })

  it('never throws, and never gives a number that is not one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        const printable = text.replaceAll(/[^\x20-\x7e]/g, '')
        const state = read({ ratelimit: printable })
        if (!state) return
        expect(Number.isSafeInteger(state.remaining)).toBe(true)
        expect(Number.isSafeInteger(state.resetMs)).toBe(true)
      }),
    )
  })
})
