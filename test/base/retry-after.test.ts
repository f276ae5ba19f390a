import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRetryAfterMs } from '../../src/base/retry-after.js'

const now = Date.parse('2025-06-15T15:06:40Z')

/** Reads a header value as a response would carry it. */
function read(value: string, date?: string): number | undefined {
  return readRetryAfterMs(
    new Headers({ 'retry-after': value, ...(date !== undefined && { date }) }),
    now,
  )
}

const instant = fc
  .integer({ min: Date.UTC(1970, 0, 2), max: Date.UTC(2068, 11, 31) })
  .map((ms) => new Date(ms - (ms % 1000)))

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** The three forms in which HTTP writes a date. */
const forms: [string, (date: Date) => string][] = [
  ['as today', (date) => date.toUTCString()],
  [
    'as RFC 850 had it',
    (date) => {
      const [, day = '', month = '', year = '', time = ''] = date.toUTCString().split(' ')
      return `${days[date.getUTCDay()]}, ${day}-${month}-${year.slice(2)} ${time} GMT`
    },
  ],
  [
    'as C prints it',
    (date) => {
      const [, day = '', month = '', year = '', time = ''] = date.toUTCString().split(' ')
      const name = days[date.getUTCDay()]?.slice(0, 3)
      return `${name} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`
    },
  ],
]

describe('Retry-After', () => {
  it('D5: seconds are milliseconds times a thousand', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom('', ' ', '  '), (seconds, space) => {
        expect(read(`${space}${seconds}${space}`)).toBe(seconds * 1000)
      }),
    )
    expect([read('2'), read('0'), read('1.5'), read('1000000000')]).toEqual([2_000, 0, 1_500, 1e12])
  })

  it('D5: seconds beyond what a number holds are a time that it holds', () => {
    for (const seconds of ['9'.repeat(13), '9'.repeat(400), `${'9'.repeat(400)}.5`]) {
      expect(read(seconds)).toBe(Number.MAX_SAFE_INTEGER)
    }
  })

  it.each(forms)(
    'D5: a date %s is the time until then, and never less than nothing',
    (_name, write) => {
      fc.assert(
        fc.property(instant, (date) => {
          // Two digits of a year stand for the century that Date.parse picks.
          fc.pre(date.getUTCFullYear() < 2050 || !write(date).includes('-'))
          expect(read(write(date))).toBe(Math.max(0, date.getTime() - now))
        }),
      )
    },
  )

  it('D5: a date ten seconds ahead is ten seconds, a past one is now', () => {
    for (const [, write] of forms) {
      expect(read(write(new Date(now + 10_000)))).toBe(10_000)
      expect(read(write(new Date(now - 10_000)))).toBe(0)
    }
  })

  it('D5: a date counts by the server’s clock where the server tells it', () => {
    const offMs = 600_000
    for (const serverNow of [now - offMs, now + offMs]) {
      const date = new Date(serverNow).toUTCString()
      expect(read(new Date(serverNow + 10_000).toUTCString(), date)).toBe(10_000)
    }
    expect(read(new Date(now + 10_000).toUTCString(), 'nonsense')).toBe(10_000)
    expect(read('5', new Date(0).toUTCString())).toBe(5_000)
  })

  it('D5: anything else counts as absent', () => {
    const [, write] = forms[0] ?? ['', String]
    const date = write(new Date(now + 10_000))
    const junk = ['-1', 'banana', 'banana 1', '', '1e3', '0x10', '+5', '5s', '.5', '5.', '٣']
    const joined = ['2, 2', `${date}, ${date}`, `2, ${date}`]
    const almost = [
      '2025-06-15T15:06:50Z',
      'Sun, 32 Foo 2025 15:06:50 GMT',
      `${date} 5`,
      'Sun, 15 Jun 2025 15:06:50 2025',
    ]
    for (const value of [...junk.slice(0, -1), ...joined, ...almost])
      expect(read(value)).toBeUndefined()
    expect(readRetryAfterMs(new Headers(), now)).toBeUndefined()
  })

  it('D5: never throws, and gives no negative time', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\x20-\x7e]*$/), (value) => {
        expect(read(value) ?? 0).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
