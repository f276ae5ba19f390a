import fc from 'fast-check'
import * as oauth from 'oauth4webapi'
import { describe, expect, it } from 'vitest'
import type { IssuedToken } from '../../src/token/access-token.js'
import { readTokenResponse } from '../../src/token/token-response.js'
import { tokenResponse } from '../support/scripted-fetch.js'
import { createSourceRig } from './source-rig.js'

describe('A8: no token in the answer', () => {
  const bodies: [string, unknown][] = [
    ['no access_token', { token_type: 'Bearer', expires_in: 60 }],
    ['an empty one', { access_token: '', expires_in: 60 }],
    ['a number', { access_token: 1234 }],
    ['null', { access_token: null }],
    ['an object', { access_token: { value: 't' } }],
    ['a line break in it', { access_token: 'a\r\nx-evil: 1' }],
    ['a space in it', { access_token: 'a b' }],
    ['a letter that no header carries', { access_token: 'tökén' }],
    ['a list', ['t']],
    ['text', 'token'],
    ['null altogether', null],
  ]
  it.each(bodies)('A8: %s is a typed error, and nothing is kept', async (_name, body) => {
    let answer: Response = Response.json(body)
    const { failure, value, source } = createSourceRig(() => answer)
    const error = await failure()
    expect(error).toMatchObject({
      code: 'token_unavailable',
      reason: 'invalid_response',
      status: 200,
    })
    answer = tokenResponse('good')
    expect(await value()).toBe('good')
    expect(JSON.stringify(await source.get())).not.toContain('undefined')
  })
})

describe('A9: token_type', () => {
  it('A9: bearer in any case, and a missing one, are Bearer', () => {
    for (const token_type of ['Bearer', 'bearer', 'BEARER', undefined, null]) {
      expect(readTokenResponse(JSON.stringify({ access_token: 't', token_type }))).toMatchObject({
        value: 't',
      })
    }
  })

  it('A9: any other is a typed error', async () => {
    for (const token_type of ['mac', 'DPoP', '', 'Bearer ', 5, {}]) {
      const { failure } = createSourceRig(() => tokenResponse('t', { token_type }))
      expect(await failure()).toMatchObject({ reason: 'invalid_response', status: 200 })
    }
  })
})

describe('A14: more, or less, than was asked for', () => {
  it('A14: unknown members are accepted and the granted scope can be seen', async () => {
    const { source, eventsOf } = createSourceRig(() =>
      tokenResponse('t', {
        scope: 'read:cases',
        refresh_token: 5,
        id_token: 'x',
        nested: { a: [] },
      }),
    )
    expect(await source.get()).toMatchObject({ value: 't', scope: 'read:cases' })
    expect(eventsOf('token_received')[0]?.scope).toBe('read:cases')
  })

  it('A14: a scope that is no text is left out', async () => {
    const { source } = createSourceRig(() => tokenResponse('t', { scope: ['a'] }))
    expect(await source.get()).not.toHaveProperty('scope')
  })
})

describe('against an implementation of others', () => {
  type Read = IssuedToken | 'refused'
  interface Exception {
    readonly why: string
    readonly applies: (body: Record<string, unknown>) => boolean
    /** What ours has to be then. */
    readonly ours: (read: Read, body: Record<string, unknown>) => boolean
  }

  const lives = (lifetimeMs: number) => (read: Read) =>
    read !== 'refused' && read.lifetimeMs === lifetimeMs
  const refused = (read: Read) => read === 'refused'
  const taken = (read: Read, { access_token }: Record<string, unknown>) =>
    read !== 'refused' && read.value === access_token

  /** Where the two differ, and why. */
  const exceptions: Exception[] = [
    {
      why: 'a missing token_type means Bearer here: the API knows no other',
      applies: ({ token_type }) => token_type === undefined || token_type === null,
      ours: taken,
    },
    {
      why: 'DPoP tokens need proofs, which this client does not make',
      applies: ({ token_type }) => String(token_type).toLowerCase() === 'dpop',
      ours: refused,
    },
    {
      why: 'a token that no header can carry is refused before it reaches one',
      applies: ({ access_token }) => !/^[\x21-\x7e]*$/.test(String(access_token)),
      ours: refused,
    },
    {
      why: 'a negative lifetime means "use once" here',
      applies: ({ expires_in }) => typeof expires_in !== 'object' && Number(expires_in) < 0,
      ours: lives(0),
    },
    {
      why: 'a lifetime that is no number counts as missing here, and is not read in part',
      applies: ({ expires_in }) =>
        expires_in !== undefined &&
        typeof expires_in !== 'number' &&
        !/^\s*-?\d+(\.\d+)?\s*$/.test(typeof expires_in === 'object' ? '' : String(expires_in)),
      ours: lives(3_600_000),
    },
    {
      why: 'a lifetime beyond a year is cut',
      applies: ({ expires_in }) => Number(expires_in) > 365 * 86_400,
      ours: lives(365 * 86_400_000),
    },
    {
      why: 'members that this client has no use for cannot fail a response',
      applies: ({ refresh_token, id_token }) =>
        refresh_token === '' || refresh_token === 5 || id_token !== undefined,
      ours: taken,
    },
    {
      why: 'a scope that is no text is left out',
      applies: ({ scope }) => scope !== undefined && typeof scope !== 'string',
      ours: (read, body) => taken(read, body) && read !== 'refused' && !('scope' in read),
    },
  ]

  const mostly = (usual: fc.Arbitrary<unknown>, odd: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: odd })
  const oddLifetime = fc.oneof(
    fc.constantFrom<unknown>(null, -5, '', 'soon', '12abc', '1e3', 1e12, [], [60], {}, true, '-3'),
    fc.constantFrom<unknown>('-0', '.5', '٣', ' 7 ', '0.5'),
    fc.integer({ min: -10, max: 100_000_000 }),
  )
  const members = fc.record({
    access_token: mostly(
      fc.stringMatching(/^[\w.~+/=-]{1,60}$/),
      fc.oneof(fc.string(), fc.constantFrom<unknown>(null, 7, {}, '', 'tökén', 'a b')),
    ),
    token_type: mostly(
      fc.constantFrom('Bearer', 'bearer', 'BEARER', 'bEaReR'),
      fc.constantFrom<unknown>('mac', 'DPoP', '', 'Bearer ', null, undefined, 3),
    ),
    expires_in: mostly(
      fc.oneof(
        fc.nat({ max: 86_400 }),
        fc.nat({ max: 86_400 }).map(String),
        fc.double({ noNaN: true, min: 0, max: 1e6 }),
        fc.constant(undefined),
      ),
      oddLifetime,
    ),
    scope: mostly(
      fc.oneof(fc.string(), fc.constant(undefined)),
      fc.constantFrom<unknown>(null, 5, ['a']),
    ),
    refresh_token: mostly(fc.constantFrom(undefined, 'r'), fc.constantFrom<unknown>(5, '')),
    id_token: mostly(fc.constant(undefined), fc.constantFrom<unknown>(5, '', 'x')),
    extra: fc.jsonValue(),
  })

  const settledByOthers = async (body: string) => {
    try {
      const answer = await oauth.processClientCredentialsResponse(
        { issuer: 'https://vendor.test' },
        { client_id: 'fake-client-id' },
        new Response(body, { headers: { 'content-type': 'application/json' } }),
      )
      return {
        value: answer.access_token,
        lifetimeMs: answer.expires_in === undefined ? 3_600_000 : answer.expires_in * 1000,
        ...(answer.scope !== undefined && { scope: answer.scope }),
      } satisfies IssuedToken
    } catch {
      return 'refused'
    }
  }

  it('reads generated responses alike, but for named exceptions', async () => {
    const used = new Set<string>()
    let alike = 0
    await fc.assert(
      fc.asyncProperty(members, async (generated) => {
        const body = JSON.stringify(generated)
        const theirs = await settledByOthers(body)
        const read = readTokenResponse(body)
        const ours: Read = typeof read === 'string' ? 'refused' : read
        if (JSON.stringify(ours) === JSON.stringify(theirs)) {
          alike++
          return
        }
        const sent: Record<string, unknown> = JSON.parse(body)
        const reasons = exceptions.filter(({ applies }) => applies(sent))
        const [only, ...others] = reasons
        if (!only) expect(ours).toEqual(theirs)
        // With several oddities in one response, one explains the refusal and hides the others.
        else if (others.length === 0) {
          expect({ why: only.why, sent, ours, holds: only.ours(ours, sent) }).toMatchObject({
            holds: true,
          })
          used.add(only.why)
        }
      }),
      { numRuns: 4_000, seed: 6749 },
    )
    // An exception that explains nothing any more has to go, and most responses must be plain.
    expect(exceptions.map(({ why }) => why).filter((why) => !used.has(why))).toEqual([])
    expect(alike).toBeGreaterThan(1_000)
  })

  it('never throws, and never quotes the answer', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        const read = readTokenResponse(body)
        if (typeof read === 'string') expect(read).toMatch(/^[\w ]+$/)
        else {
          expect(read.value).toMatch(/^[\x21-\x7e]+$/)
          expect(read.lifetimeMs).toBeGreaterThanOrEqual(0)
          expect(read.lifetimeMs).toBeLessThanOrEqual(365 * 86_400_000)
        }
      }),
    )
  })
})
