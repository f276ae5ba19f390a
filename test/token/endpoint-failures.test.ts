import { describe, expect, it } from 'vitest'
import { createClient, TokenRefusedError, TokenUnavailableError } from '../../src/index.js'
import { createFakeClock } from '../support/fake-clock.js'
import { tokenResponse } from '../support/scripted-fetch.js'
import { fakeCredentials } from '../support/vendor-rig.js'
import { createSourceRig, failureOf, walk } from './source-rig.js'

const dayMs = 86_400_000

const status =
  (code: number, headers: Record<string, string> = {}) =>
  () =>
    new Response('{}', { status: code, headers })

describe('D1: how retries wait', () => {
  it('D1: half of the step is certain, the other half drawn, and steps double', async () => {
    for (const [random, waits] of [
      [0, [125, 250, 500]],
      [0.5, [187.5, 375, 750]],
      [0.999_999, [249.999, 499.999, 999.999]],
    ] as const) {
      const { clock, source, endpoint, requests } = createSourceRig(status(500), { attempts: 4 })
      clock.setRandom(random)
      const getting = failureOf(source.get())
      await endpoint.called(1)
      for (const [at, wait] of waits.entries()) {
        await clock.advance(wait - 1)
        expect(requests()).toBe(at + 1)
        await clock.advance(1.01)
        expect(requests()).toBe(at + 2)
      }
      expect(await getting).toMatchObject({ reason: 'server_error' })
    }
  })

  it('D1: a name that does not resolve is a network failure, with its code', async () => {
    const { clock, source, requests } = createSourceRig(() => {
      const cause = Object.assign(new Error('getaddrinfo ENOTFOUND vendor.test'), {
        code: 'ENOTFOUND',
      })
      throw new TypeError('fetch failed', { cause })
    })
    const error = await walk(clock, failureOf(source.get()))
    expect(requests()).toBe(3)
    expect(error).toMatchObject({ code: 'token_unavailable', reason: 'network' })
    expect(String((error as Error).cause)).toContain('ENOTFOUND')
  })

  it('D1: the whole takes no longer than timeoutMs, however many attempts are left', async () => {
    const { clock, source, requests } = createSourceRig(status(500), {
      attempts: 1_000,
      timeoutMs: 20_000,
    })
    const startedAt = clock.runtime.monotonic()
    expect(await walk(clock, failureOf(source.get()), 500)).toBeInstanceOf(TokenUnavailableError)
    expect(clock.runtime.monotonic() - startedAt).toBeLessThanOrEqual(20_500)
    expect(requests()).toBeLessThan(15)
    expect(clock.pendingTimers()).toBe(0)
  })
})

describe('D1: which address to look at', () => {
  const failures: [string, () => Response | Promise<Response>][] = [
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
    ['stays silent', () => new Promise<Response>(() => {})],
    ['is not there', status(404)],
    ['answers with a page', () => new Response('<html>')],
  ]
  it.each(failures)('D1: names the option that was given, when it %s', async (_what, fetch) => {
    const base = { baseUrl: 'https://vendor.test' }
    for (const [addresses, named] of [
      [base, 'baseUrl (FIRSTAML_BASE_URL)'],
      [{}, 'baseUrl (FIRSTAML_BASE_URL)'],
      [{ ...base, tokenUrl: 'https://vendor.test/token' }, 'tokenUrl (FIRSTAML_TOKEN_URL)'],
    ] as const) {
      const clock = createFakeClock()
      const client = createClient({
        ...fakeCredentials,
        ...addresses,
        fetch: async () => fetch(),
        runtime: clock.runtime,
      })
      const error = await walk(clock, failureOf(client.tokenSource.get()), 500)
      client.dispose()
      expect(String(error)).toMatch(/ Check [^.]*_URL\)\.$/)
      expect(String(error)).toContain(named)
    }
  })
})

describe('D2: refused for good', () => {
  const refusals: [string, number, unknown][] = [
    ['invalid_request', 400, { error: 'invalid_request' }],
    ['invalid_client', 401, { error: 'invalid_client' }],
    ['access_denied', 403, { error: 'access_denied', error_description: 'Unauthorized' }],
    ['unauthorized_client', 403, { error: 'unauthorized_client' }],
    ['invalid_scope', 400, { error: 'invalid_scope' }],
    ['unknown_error', 401, 'no JSON object'],
    ['unsupported_grant_type', 404, { error: 'unsupported_grant_type' }],
  ]
  it.each(refusals)(
    'D2: %s (%i) is asked once, and not again within the cool-down',
    async (error, code, body) => {
      const { clock, failure, requests } = createSourceRig(() =>
        Response.json(body, { status: code }),
      )
      expect(await failure()).toMatchObject({ code: 'token_refused', status: code, error })
      for (let operation = 0; operation < 10; operation++) {
        const paused = await failure()
        expect(paused).toBeInstanceOf(TokenRefusedError)
        expect(paused).toMatchObject({ status: code, error, retryAfterMs: expect.any(Number) })
        await clock.advance(900)
      }
      expect(requests()).toBe(1)
    },
  )

  it('D2: tells the endpoint’s own words, in the pause too', async () => {
    const { failure } = createSourceRig(() =>
      Response.json(
        { error: 'access_denied', error_description: 'Service not enabled within domain' },
        { status: 403 },
      ),
    )
    const told = { error: 'access_denied', errorDescription: 'Service not enabled within domain' }
    expect(await failure()).toMatchObject(told)
    expect(await failure()).toMatchObject({ ...told, retryAfterMs: expect.any(Number) })
  })

  it('D2: the cool-down doubles, half-opens for one request, and ends with a success', async () => {
    let good = false
    const { clock, failure, value, source, requests, eventsOf } = createSourceRig(() =>
      good ? tokenResponse('t') : Response.json({ error: 'access_denied' }, { status: 403 }),
    )
    clock.setRandom(0)
    await failure()
    for (const [at, coolDownMs] of [
      10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000,
    ].entries()) {
      await clock.advance(coolDownMs - 1)
      await failure()
      expect(requests()).toBe(at + 1)
      await clock.advance(1)
      // A hundred operations find it half-open at once: one request decides for all.
      await Promise.all(Array.from({ length: 100 }, () => failureOf(source.get())))
      expect(requests()).toBe(at + 2)
    }
    good = true
    await clock.advance(300_000)
    expect(await value()).toBe('t')
    expect(eventsOf('breaker_closed')).toEqual([
      { type: 'breaker_closed', reason: 'token_refused' },
    ])
  })
})

describe('D3: throttled with a time', () => {
  it('D3: ten operations fail fast until the seven seconds have passed', async () => {
    let throttled = true
    const { clock, failure, value, requests } = createSourceRig(() =>
      throttled ? status(429, { 'retry-after': '7' })() : tokenResponse('t'),
    )
    expect(await failure()).toMatchObject({ reason: 'throttled', status: 429, retryAfterMs: 7_000 })
    throttled = false
    for (let operation = 0; operation < 10; operation++) {
      const startedAt = clock.runtime.monotonic()
      expect(await failure()).toMatchObject({
        code: 'token_unavailable',
        reason: 'throttled',
        retryAfterMs: 7_000 - operation * 600,
      })
      expect(clock.runtime.monotonic()).toBe(startedAt)
      await clock.advance(600)
    }
    expect(requests()).toBe(1)
    await clock.advance(999)
    await failure()
    expect(requests()).toBe(1)
    await clock.advance(1)
    expect(await value()).toBe('t')
    expect(requests()).toBe(2)
  })

  it('D3: by option they wait instead', async () => {
    const { clock, source, requests } = createSourceRig(
      (_call, index) => (index === 0 ? status(429, { 'retry-after': '7' })() : tokenResponse('t')),
      { maxWaitMs: 10_000 },
    )
    clock.setRandom(0)
    const waiting = Promise.all(Array.from({ length: 10 }, () => source.get()))
    await clock.advance(6_999)
    expect(requests()).toBe(1)
    await clock.advance(1)
    expect(new Set(await waiting).size).toBe(1)
    expect(requests()).toBe(2)
  })

  it('D3: a short time is waited out anyway, and spread', async () => {
    const { clock, source, requests } = createSourceRig((_call, index) =>
      index === 0 ? status(503, { 'retry-after': '5' })() : tokenResponse('t'),
    )
    clock.setRandom(0.8)
    const waiting = source.get()
    await clock.advance(5_199)
    expect(requests()).toBe(1)
    await clock.advance(1)
    expect((await waiting).value).toBe('t')
  })
})

describe('D4: the quota', () => {
  const quota = (remaining: number, more = '') => ({
    'auth0-client-quota-limit': `b=per_day;q=50;r=${remaining};t=43200${more}`,
  })

  it('D4: used up, it is not asked before the reset', async () => {
    const { clock, failure, requests } = createSourceRig(status(429, quota(0)), {
      maxPauseMs: dayMs,
    })
    const error = await failure()
    expect(error).toMatchObject({ reason: 'throttled', retryAfterMs: 43_200_000 })
    expect(String(error)).toMatch(/quota of 50 tokens \(per_day\).*resets in 43200 s/)
    await clock.advance(43_200_000 - 1)
    await failure()
    expect(requests()).toBe(1)
    await clock.advance(1)
    await failure()
    expect(requests()).toBe(2)
  })

  it('D4: bounded by option, an hour by default', async () => {
    for (const [options, boundMs] of [
      [{}, 3_600_000],
      [{ maxPauseMs: 60_000 }, 60_000],
    ] as const) {
      const { clock, failure, requests } = createSourceRig(status(429, quota(0)), options)
      expect(await failure()).toMatchObject({ retryAfterMs: boundMs })
      await clock.advance(boundMs - 1)
      await failure()
      expect(requests()).toBe(1)
      await clock.advance(1)
      await failure()
      expect(requests()).toBe(2)
    }
  })

  it('D4: of several used-up buckets the slowest counts', async () => {
    const { failure } = createSourceRig(
      status(429, {
        'auth0-client-quota-limit':
          'b=per_hour;q=5;r=0;t=60, b=per_day;q=50;r=0;t=600, b=x;q=9;r=9;t=9999',
        'retry-after': '30',
      }),
    )
    expect(await failure()).toMatchObject({ retryAfterMs: 600_000 })
  })

  it('D4: a tenth or less left is told once for each token', async () => {
    for (const [remaining, told] of [
      [50, 0],
      [6, 0],
      [5, 1],
      [0, 1],
    ] as const) {
      const { value, eventsOf } = createSourceRig(() => {
        const response = tokenResponse('t')
        response.headers.set(
          'auth0-client-quota-limit',
          quota(remaining, ', junk')['auth0-client-quota-limit'],
        )
        return response
      })
      await value()
      await value()
      expect(eventsOf('quota_low')).toEqual(
        Array.from({ length: told }, () => ({
          type: 'quota_low',
          bucket: 'per_day',
          quota: 50,
          remaining,
          resetMs: 43_200_000,
        })),
      )
    }
  })
})

describe('D5: what Retry-After makes of an acquisition', () => {
  /** Milliseconds from the first request to the second, which is answered with a token. */
  async function waitAfter(retryAfter: string | undefined): Promise<number> {
    const { clock, source, endpoint } = createSourceRig((_call, index) =>
      index === 0
        ? status(503, retryAfter === undefined ? {} : { 'retry-after': retryAfter })()
        : undefined,
    )
    clock.setRandom(0)
    const startedAt = clock.runtime.monotonic()
    const getting = source.get()
    while (endpoint.calls.length < 2) await clock.advance(25)
    const waited = clock.runtime.monotonic() - startedAt
    endpoint.calls[1]?.answer(tokenResponse('t'))
    await getting
    return waited
  }

  it('D5: seconds are seconds, the past is now, junk is the computed back-off', async () => {
    const backoffMs = await waitAfter(undefined)
    expect(backoffMs).toBe(125)
    expect(await waitAfter('2')).toBe(2_000)
    expect(await waitAfter('1.5')).toBe(1_500)
    for (const none of ['0', '-1', 'banana', 'Sun, 06 Nov 1994 08:49:37 GMT', '2, 2']) {
      expect(await waitAfter(none)).toBe(backoffMs)
    }
  })

  it('D5: a huge one is cut, and the cut is told', async () => {
    const { clock, failure, requests, eventsOf } = createSourceRig(
      status(503, { 'retry-after': '1000000000' }),
    )
    expect(await failure()).toMatchObject({ retryAfterMs: 3_600_000 })
    expect(eventsOf('breaker_opened')).toEqual([
      { type: 'breaker_opened', reason: 'throttled', retryAfterMs: 3_600_000 },
    ])
    await clock.advance(3_600_000)
    await failure()
    expect(requests()).toBe(2)
  })
})

describe('D6: one failure, a thousand waiters', () => {
  it('D6: all get the same error object, and the next operation asks anew', async () => {
    let down = true
    const { clock, source, value, requests } = createSourceRig(() =>
      down ? status(500)() : tokenResponse('t'),
    )
    const waiting = Promise.all(Array.from({ length: 1_000 }, () => failureOf(source.get())))
    const errors = await walk(clock, waiting)
    expect(new Set(errors).size).toBe(1)
    expect(requests()).toBe(3)
    down = false
    expect(await value()).toBe('t')
    expect(requests()).toBe(4)
  })

  it('D6: a refusal too reaches all as one object', async () => {
    const { source, requests } = createSourceRig(() =>
      Response.json({ error: 'x' }, { status: 403 }),
    )
    const errors = await Promise.all(Array.from({ length: 1_000 }, () => failureOf(source.get())))
    expect(new Set(errors).size).toBe(1)
    expect(requests()).toBe(1)
  })
})

describe('D7: expired, and the endpoint down', () => {
  it('D7: a minute of 100 operations a second costs tens of requests, and nobody hangs', async () => {
    let down = false
    const { clock, source, value, requests } = createSourceRig(() =>
      down ? status(503)() : tokenResponse('t', { expires_in: 60 }),
    )
    await value()
    down = true
    await clock.advance(60_000)
    const before = requests()
    let longestMs = 0
    let failed = 0
    const waiting = new Set<Promise<void>>()
    for (let tick = 0; tick < 600; tick++) {
      for (let operation = 0; operation < 10; operation++) {
        const startedAt = clock.runtime.monotonic()
        const settled = failureOf(source.get()).then((error) => {
          expect(error).toMatchObject({ code: 'token_unavailable' })
          failed++
          longestMs = Math.max(longestMs, clock.runtime.monotonic() - startedAt)
          waiting.delete(settled)
        })
        waiting.add(settled)
      }
      await clock.advance(100)
    }
    await clock.advance(30_000)
    expect(waiting.size).toBe(0)
    expect(failed).toBe(6_000)
    expect(longestMs).toBeLessThan(2_000)
    expect(requests() - before).toBeLessThanOrEqual(15)
    down = false
    await clock.advance(40_000)
    expect(await value()).toBe('t')
  })
})
