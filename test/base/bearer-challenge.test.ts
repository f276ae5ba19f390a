import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBearerChallenge } from '../../src/base/bearer-challenge.js'

/** Text as it may stand between quotes. */
const quotable = fc.string({ maxLength: 30, unit: fc.constantFrom(...'aZ09 ,="\\/:;-_.') })
const token = fc.stringMatching(/^[A-Za-z][\w-]{0,10}$/)

const quote = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`

interface Parameter {
  readonly name: string
  readonly value: string
  readonly bare: boolean
}

const parameter = (name: fc.Arbitrary<string>) =>
  fc.oneof(
    fc.record<Parameter>({ name, value: quotable, bare: fc.constant(false) }),
    fc.record<Parameter>({ name, value: token, bare: fc.constant(true) }),
  )

const writeParameters = (parameters: readonly Parameter[], gap: string) =>
  parameters
    .map(({ name, value, bare }) => `${name}${gap}=${gap}${bare ? value : quote(value)}`)
    .join(', ')

const otherScheme = fc.constantFrom('Basic', 'Digest', 'DPoP', 'Negotiate', 'X-Bearer')
const otherChallenge = fc
  .tuple(
    otherScheme,
    fc.uniqueArray(parameter(token), {
      minLength: 1,
      maxLength: 3,
      selector: ({ name }) => name.toLowerCase(),
    }),
  )
  .map(([scheme, parameters]) => `${scheme} ${writeParameters(parameters, '')}`)

describe('readBearerChallenge', () => {
  it('finds what was written, among other challenges, in any order, case and space', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            error: parameter(fc.constantFrom('error', 'Error', 'ERROR')),
            description: parameter(fc.constant('error_description')),
            scope: parameter(fc.constant('scope')),
            realm: parameter(fc.constant('realm')),
          },
          { requiredKeys: [] },
        ),
        fc.array(otherChallenge, { maxLength: 2 }),
        fc.array(otherChallenge, { maxLength: 2 }),
        fc.constantFrom('Bearer', 'bearer', 'BEARER'),
        fc.constantFrom('', ' '),
        fc.boolean(),
        (members, before, after, scheme, gap, turned) => {
          const parameters = Object.values(members)
          if (turned) parameters.reverse()
          const challenge = `${scheme} ${writeParameters(parameters, gap)}`.trim()
          const header = [...before, challenge, ...after].join(', ')
          const { error, scope } = members
          expect(readBearerChallenge(header)).toEqual({
            ...(error && { error: error.value }),
            ...(scope && { scope: scope.value }),
          })
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('finds none where there is none', () => {
    fc.assert(
      fc.property(fc.array(otherChallenge, { maxLength: 3 }), (challenges) => {
        expect(readBearerChallenge(challenges.join(', '))).toBeUndefined()
      }),
    )
    for (const none of [null, '', ',', 'Basic realm="Bearer error=invalid_token"', 'bearer=1']) {
      expect(readBearerChallenge(none)).toBeUndefined()
    }
  })

  it('takes the first of two, and the first of two equal names', () => {
    expect(readBearerChallenge('Bearer error="a", error="b", Bearer error="c"')).toEqual({
      error: 'a',
    })
    expect(readBearerChallenge('Bearer, Bearer error="c"')).toEqual({})
  })

  it('passes over what it cannot read', () => {
    expect(readBearerChallenge('Bearer')).toEqual({})
    expect(readBearerChallenge('Negotiate dG9rZW4=, Bearer error=invalid_token')).toEqual({
      error: 'invalid_token',
    })
    expect(readBearerChallenge('Bearer error="unterminated, scope="x')).toMatchObject({
      error: 'unterminated, scope=',
    })
    expect(readBearerChallenge('\u0000\u0001 Bearer ,,, error="x"')).toEqual({ error: 'x' })
  })

  it('never throws, and stays quick, whatever the header', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'Bearer ="\\,') })),
        (header) => {
          readBearerChallenge(header)
        },
      ),
      { numRuns: 1_000 },
    )
    for (const piece of ['"', '\\', '=', ' ', ',', 'a', 'a=', '"\\', 'Bearer ']) {
      readBearerChallenge(piece.repeat(100_000))
    }
  })
})
