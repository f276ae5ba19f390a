import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeFailure, redact } from '../../src/base/redaction.js'
import { anyCharacter } from '../support/any-character.js'

const escapeHtml = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

const escapeUnicode = (text: string) =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Every way in which a server, proxy or library is known to write text out again. */
const encodings: [string, (secret: string) => string][] = [
  ['as it is', (text) => text],
  ['percent-encoded', encodeURIComponent],
  [
    'percent-encoded in small letters',
    (text) => encodeURIComponent(text).replace(/%\w\w/g, (hex) => hex.toLowerCase()),
  ],
  ['percent-encoded twice', (text) => encodeURIComponent(encodeURIComponent(text))],
  ['in a form', (text) => new URLSearchParams({ s: text }).toString().slice(2)],
  ['in JSON', (text) => JSON.stringify(text).slice(1, -1)],
  ['in JSON in JSON', (text) => JSON.stringify(JSON.stringify(text).slice(1, -1)).slice(1, -1)],
  [
    'in JSON with escaped slashes',
    (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  ],
  ['in ASCII JSON', escapeUnicode],
  ['in HTML', escapeHtml],
  ['in HTML in HTML', (text) => escapeHtml(escapeHtml(text))],
  ['in hexadecimal', (text) => Buffer.from(text).toString('hex')],
  ['in large hexadecimal', (text) => Buffer.from(text).toString('hex').toUpperCase()],
  ['in base64', (text) => Buffer.from(text).toString('base64')],
  ['in base64url', (text) => Buffer.from(text).toString('base64url')],
  // In base64 a text has three forms: what stands before it counts by its length modulo 3.
  ...['a-client', 'my-client', 'our-client'].map((client): [string, (text: string) => string] => [
    `in Basic credentials of ${client}`,
    (text) => Buffer.from(`${client}:${text}!`).toString('base64'),
  ]),
]

/** Secrets as secret managers make them, and as people do. */
const secret = fc
  .oneof(
    fc.stringMatching(/^[\w-]{12,64}$/),
    fc.string({ minLength: 12, maxLength: 40 }),
    fc.string({ minLength: 12, maxLength: 40, unit: anyCharacter }),
    fc.string({
      minLength: 12,
      maxLength: 40,
      unit: fc.constantFrom(...' "\'\\/&<>%+=#;,.é€𝄞aZ9-_\n\t'),
    }),
  )
  .map((text) => text.trim())
  .filter((text) => text.length >= 12 && new Set(text).size > 3 && !/^\W*$/.test(text))

const surroundings = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ minLength: 180, maxLength: 260, unit: fc.constantFrom('a', ' ', '\n', '"', '<') }),
  fc.nat({ max: 5_000 }).map((length) => ' '.repeat(length)),
  fc.nat({ max: 5_000 }).map((length) => 'x'.repeat(length)),
)

/** The longest piece of the secret's text that stands in `shown`. */
function longestPiece(shown: string, text: string): number {
  let longest = 0
  for (let from = 0; from < text.length; from++) {
    while (from + longest < text.length && shown.includes(text.slice(from, from + longest + 1))) {
      longest++
    }
  }
  return longest
}

describe('redact', () => {
  it.each(encodings)('lets no secret through that is written %s', (_name, encode) => {
    fc.assert(
      fc.property(
        secret,
        surroundings,
        surroundings,
        fc.nat({ max: 300 }),
        (text, before, after, limit) => {
          const written = encode(text)
          const shown = redact(`${before}\u0001${written}\u0001${after}`, [text], limit)
          expect(shown).not.toContain(text)
          expect(shown).not.toContain(written)
          expect(shown.length).toBeLessThanOrEqual(limit + 1)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('cuts no secret in half, wherever it stands and wherever the text ends', () => {
    const token = 'kT9vQ2xWmB7rLpZ4sHnD8jYc'
    for (let length = 0; length < 260; length++) {
      for (const filler of ['.', ' ', '\n']) {
        const shown = redact(`${filler.repeat(length)}|${token}|tail`, [token], 200)
        expect(longestPiece(shown, token)).toBeLessThan(3)
      }
    }
    // Far behind what was once read at all, and brought to the front by collapsing space.
    for (let length = 3_900; length < 4_100; length++) {
      const shown = redact(`${' '.repeat(length)}${token}`, [token], 200)
      expect(longestPiece(shown, token)).toBeLessThan(3)
    }
  })

  it('leaves no secret behind when one holds another, or collapsing space would make one', () => {
    expect(redact('x abcdef y', ['abc', 'abcdef'])).toBe('x [redacted] y')
    expect(redact('it is open \n sesame now', ['open sesame'])).toBe('it is [redacted] now')
    expect(redact('it is open\\nsesame now', ['open\nsesame'])).toBe('it is [redacted] now')
  })

  it('knows a secret of eight letters in another alphabet too', () => {
    const text = 's3cr3t-8'
    for (const encoding of ['hex', 'base64'] as const) {
      expect(redact(`got ${Buffer.from(text).toString(encoding)}`, [text])).toMatch(
        /^got \[redacted]/,
      )
    }
  })

  it('takes credentials out that it does not know', () => {
    const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln-_nature'
    for (const [text, shown] of [
      [`{"access_token":"abc def","x":1}`, '{"access_token":[redacted],"x":1}'],
      [`{\\"access_token\\":\\"abc def\\",`, '{\\"access_token\\":[redacted],'],
      ['client_secret=abc&x=1', 'client_secret=[redacted]&x=1'],
      ["{'client_secret': 'a b c'}", "{'client_secret': [redacted]}"],
      ['<client_secret>abc</client_secret>', '<client_secret>[redacted]</client_secret>'],
      ['{"access_token":"cut of', '{"access_token":[redacted]'],
      [`got ${jwt}.`, 'got [redacted]'],
      ['Authorization: Bearer abc.def', 'Authorization: Bearer [redacted]'],
      ['authorization: basic dXNlcjpwYXNz', 'authorization: basic [redacted]'],
    ] as const) {
      expect(redact(text, [])).toBe(shown)
    }
  })

  it('makes one bounded line of anything', () => {
    expect(redact('a\r\nx: 1\u001b[31m\u202e  b', [])).toBe('a x: 1 [31m b')
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), fc.nat({ max: 50 }), (text, limit) => {
        const shown = redact(text, [], limit)
        expect(shown.length).toBeLessThanOrEqual(limit + 1)
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\r\n]/u)
      }),
    )
  })

  it('leaves other text as it is, and empty secrets aside', () => {
    expect(redact('The client is not allowed (client 5).', ['', ' '])).toBe(
      'The client is not allowed (client 5).',
    )
  })

  it('takes short secrets out where they stand alone, and leaves words that hold them', () => {
    const told = 'asked for its text it answered 401: "t" (t, é) state=t&x=at'
    expect(redact(told, ['t', 'é'])).toBe(
      'asked for its text it answered 401: "[redacted]" ([redacted], [redacted]) state=[redacted]&x=at',
    )
    expect(redact('invalid value { firstName: "Al" } at 7 of 77', ['Al', '7'])).toBe(
      'invalid value { firstName: "[redacted]" } at [redacted] of 77',
    )
    expect(redact('Anna, Susanna and anna-lee', ['Anna'])).toBe(
      '[redacted], Sus[redacted] and [redacted]-lee',
    )
  })

  it('takes long text and long values in its stride', () => {
    const value = 'é"'.repeat(5_000)
    expect(redact(`begin ${value} end`, [value])).toBe('begin [redacted] end')
    for (const hostile of ['\\', '%25', '&amp;', ' ', 'eyJ', 'Bearer ', 'token:', '"', 'a']) {
      const text = hostile.repeat(Math.ceil(65_536 / hostile.length))
      expect(redact(`a${text}`, ['a\\ "%&<b  c', 'a b', 'token\nb']).length).toBeLessThanOrEqual(
        201,
      )
    }
  })
})

describe('describeFailure', () => {
  it('keeps the messages and the code of a chain, and lets the objects go', () => {
    const cause = Object.assign(new Error('connect failed'), { code: 'ECONNREFUSED', request: {} })
    const described = describeFailure(new TypeError('fetch failed', { cause }))
    expect(described.message).toBe('fetch failed: connect failed (ECONNREFUSED)')
    expect(Object.keys(described)).toEqual([])
    expect(described.cause).toBeUndefined()
  })

  it('knows errors of another realm by their shape', () => {
    expect(describeFailure({ message: 'from afar', code: 'EPIPE' }).message).toBe(
      'from afar (EPIPE)',
    )
  })

  it('takes secrets out of messages and codes', () => {
    const secret = 'p4ss/w0rd+for=tests'
    const failure = Object.assign(new Error(`body ${encodeURIComponent(secret)}`), { code: secret })
    expect(describeFailure(failure, [secret]).message).toBe('body [redacted] ([redacted])')
  })

  it('ends with a chain that bites its tail, and with what is no error', () => {
    const snake: { message: string; cause?: unknown } = { message: 'again' }
    snake.cause = snake
    expect(describeFailure(snake).message).toBe('again: again: again: again')
    for (const odd of [undefined, null, 5, 'text', {}]) {
      expect(describeFailure(odd).message).toBe(typeof odd)
    }
  })
})
