import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTokenQuota, type TokenQuota } from '../../src/token/token-quota.js'

const read = (value: string) => readTokenQuota(new Headers({ 'auth0-client-quota-limit': value }))

const bucket = fc.record<TokenQuota>({
  bucket: fc.constantFrom('per_hour', 'per_day', 'per_month'),
  quota: fc.nat(),
  remaining: fc.nat(),
  resetMs: fc.nat({ max: 1_000_000 }).map((seconds) => seconds * 1000),
})

describe('the quota header', () => {
  it('is read as it was written, in any order of members and with any space', () => {
    const space = fc.constantFrom('', ' ', '  ')
    fc.assert(
      fc.property(
        fc.array(bucket, { maxLength: 4 }),
        space,
        fc.nat({ max: 3 }),
        (buckets, gap, turn) => {
          const header = buckets
            .map(({ bucket, quota, remaining, resetMs }) => {
              const members = [`b=${bucket}`, `q=${quota}`, `r=${remaining}`, `t=${resetMs / 1000}`]
              return [...members.slice(turn), ...members.slice(0, turn)].join(`${gap};${gap}`)
            })
            .join(`,${gap}`)
          expect(read(header)).toEqual(buckets)
        },
      ),
    )
  })

  it('never fails, and gives whole numbers only', () => {
    const junk = fc.stringMatching(/^[\x20-\x7e]*$/)
    fc.assert(
      fc.property(junk, junk, (before, after) => {
        for (const { quota, remaining, resetMs } of read(`${before};b=x;q=5;r=1;t=9${after}`)) {
          for (const count of [quota, remaining, resetMs])
            expect(Number.isSafeInteger(count)).toBe(true)
        }
      }),
    )
  })

  it('passes over buckets that are not whole', () => {
    expect(
      read('b=per_day;q=50;r=x;t=1, b=per_hour;q=5;r=4;t=60, q=1;r=1;t=1, b=a;q=-1;r=1;t=1'),
    ).toEqual([{ bucket: 'per_hour', quota: 5, remaining: 4, resetMs: 60_000 }])
    expect(read(`b=per_day;q=50;r=0;t=${'9'.repeat(400)}`)).toEqual([])
    expect(readTokenQuota(new Headers())).toEqual([])
  })
})
