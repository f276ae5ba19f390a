import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.js'
import { createTokenBucket } from '../../src/sandbox/limits/token-bucket.js'
import {
  closeSandboxes,
  getToken,
  postGraphql,
  readObject,
  requestToken,
  startOfTest,
  startSandbox,
} from './support.js'

afterEach(closeSandboxes)

const who = { query: 'query Who { me { apiClientId } }' }

/** The statuses of so many requests, one after the other. */
async function ask(sandbox: Sandbox, token: string, count: number): Promise<readonly Response[]> {
  const responses: Response[] = []
  for (let sent = 0; sent < count; sent += 1) responses.push(await postGraphql(sandbox, token, who))
  return responses
}

const statusesOf = (responses: readonly Response[]) => responses.map(({ status }) => status)

describe('the throttle', () => {
  it('lets a burst through, and then so many a second of the sandbox’s clock', async () => {
    const sandbox = await startSandbox({ throttle: { perSecond: 0.5, burst: 3 } })
    const token = await getToken(sandbox)
    expect(statusesOf(await ask(sandbox, token, 4))).toEqual([200, 200, 429, 429])
    sandbox.advanceTime(1_999)
    expect(statusesOf(await ask(sandbox, token, 1))).toEqual([429])
    sandbox.advanceTime(1)
    expect(statusesOf(await ask(sandbox, token, 2))).toEqual([200, 429])
    sandbox.advanceTime(60_000)
    expect(statusesOf(await ask(sandbox, token, 4))).toEqual([200, 200, 200, 429])
  })

  it('says in Retry-After how many seconds to wait, and lets through who waits them', async () => {
    const sandbox = await startSandbox({ throttle: { perSecond: 0.3, burst: 1 } })
    sandbox.advanceTime(1)
    const token = await getToken(sandbox)
    sandbox.advanceTime(500)
    const [refused] = await ask(sandbox, token, 1)
    const seconds = Number(refused?.headers.get('retry-after'))
    expect(seconds).toBe(3)
    sandbox.advanceTime(seconds * 1000)
    expect(statusesOf(await ask(sandbox, token, 1))).toEqual([200])
  })

  it('is told apart in the log, with the operation', async () => {
    const sandbox = await startSandbox({ throttle: { perSecond: 1, burst: 1 } })
    const token = await getToken(sandbox)
    await ask(sandbox, token, 1)
    expect(sandbox.requests.map(({ status, operationName }) => [status, operationName])).toEqual([
      [200, null],
      [429, 'Who'],
    ])
  })

  it.each([
    [{}, 429, { errors: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }] }],
    [{ status: 503 }, 503, { errors: [{ extensions: { code: 'TEMPORARILY_UNAVAILABLE' } }] }],
    [{ status: 200 }, 200, { errors: [{ extensions: { code: 'RATE_LIMITED' } }] }],
    [{ status: 200, code: 'SLOW' }, 200, { errors: [{ extensions: { code: 'SLOW' } }] }],
  ] as const)('refuses, told %o, with %i', async (form, status, body) => {
    const sandbox = await startSandbox({ throttle: { perSecond: 1, burst: 1, ...form } })
    const token = await getToken(sandbox)
    const [response] = await ask(sandbox, token, 1)
    expect(response?.status).toBe(status)
    expect(response?.headers.get('retry-after')).toBe('1')
    expect(response?.headers.get('ratelimit')).toBeNull()
    const answer = response ? await readObject(response) : {}
    expect(answer).toMatchObject(body)
    expect(answer).not.toHaveProperty('data')
    // What is no GraphQL cannot say it with 200.
    expect((await requestToken(sandbox)).status).toBe(status === 200 ? 429 : status)
  })

  it('leaves Retry-After out when told so', async () => {
    const sandbox = await startSandbox({ throttle: { perSecond: 1, retryAfter: false } })
    await requestToken(sandbox)
    const response = await requestToken(sandbox)
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, null])
    expect(await response.json()).toMatchObject({ error: 'too_many_requests' })
  })

  it('tells what is left in RateLimit and RateLimit-Policy when told so', async () => {
    const throttle = { perSecond: 2, burst: 3, rateLimitHeaders: true }
    const sandbox = await startSandbox({ throttle })
    const token = await getToken(sandbox)
    const responses = await ask(sandbox, token, 3)
    expect(responses.map(({ headers }) => headers.get('ratelimit'))).toEqual([
      '"default";r=1;t=1',
      '"default";r=0;t=2',
      '"default";r=0;t=2',
    ])
    expect(responses[0]?.headers.get('ratelimit-policy')).toBe('"default";q=3;w=2')
  })

  it('leaves storage and preflight requests alone', async () => {
    const sandbox = await startSandbox({ throttle: { perSecond: 1, burst: 1 } })
    await requestToken(sandbox)
    const preflight = await fetch(sandbox.graphqlUrl, { method: 'OPTIONS' })
    const storage = await fetch(`${sandbox.storageUrl}/files/1`)
    expect([preflight.status, storage.status]).toEqual([204, 403])
  })

  it('neither refills nor drains when the clock goes back', async () => {
    const sandbox = await startSandbox({ throttle: { perSecond: 1, burst: 2 } })
    const token = await getToken(sandbox)
    sandbox.jumpClock(-3_600_000)
    expect(statusesOf(await ask(sandbox, token, 2))).toEqual([200, 429])
    sandbox.advanceTime(1_000)
    expect(statusesOf(await ask(sandbox, token, 2))).toEqual([200, 429])
  })

  it('lets through whoever waits as long as it says, at any rate', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 1_000, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 30 }),
        (perSecond, burst, pauses) => {
          let now = startOfTest
          const bucket = createTokenBucket({ perSecond, burst }, { now: () => now })
          let taken = 0
          for (const pauseMs of pauses) {
            now += pauseMs
            if (bucket.take()) taken += 1
          }
          // Never more than the burst and what came since.
          const most = burst + ((now - startOfTest) / 1000) * perSecond
          expect(taken).toBeLessThanOrEqual(most + 1e-6)
          while (bucket.take());
          const seconds = bucket.secondsToNext()
          expect(seconds).toBeGreaterThan(0)
          now += seconds * 1000
          expect(bucket.take()).toBe(true)
        },
      ),
    )
  })

  it('loses nothing to rounding when it is asked often', () => {
    let now = startOfTest
    const bucket = createTokenBucket({ perSecond: 10, burst: 1 }, { now: () => now })
    expect(bucket.take()).toBe(true)
    for (let asked = 0; asked < 10; asked += 1) {
      expect(bucket.take()).toBe(false)
      now += 10
    }
    expect(bucket.take()).toBe(true)
  })

  it('stops a loop by default, and nothing when it is off', async () => {
    const statuses = async (options: SandboxOptions) => {
      const sandbox = await startSandbox({ listen: false, ...options })
      const headers = { 'user-agent': 'loop' }
      for (let sent = 0; sent < 10_000; sent += 1)
        await sandbox.fetch(sandbox.tokenUrl, { headers })
      return (await sandbox.fetch(sandbox.tokenUrl, { headers })).status
    }
    expect(await statuses({})).toBe(429)
    expect(await statuses({ throttle: false })).toBe(405)
  }, 30_000)
})

describe('the token quota', () => {
  const read = (response: Response) => [
    response.status,
    response.headers.get('auth0-client-quota-limit'),
    response.headers.get('retry-after'),
  ]

  it('tells nothing when there is none', async () => {
    expect(read(await requestToken(await startSandbox()))).toEqual([200, null, null])
  })

  it('is told with every token and refuses when used up, until the day is over', async () => {
    const sandbox = await startSandbox({ tokenQuota: { perDay: 2 } })
    sandbox.advanceTime(43_200_000 + 1)
    expect(read(await requestToken(sandbox))).toEqual([200, 'b=per_day;q=2;r=1;t=43200', null])
    expect(read(await requestToken(sandbox))).toEqual([200, 'b=per_day;q=2;r=0;t=43200', null])
    const refused = await requestToken(sandbox)
    expect(read(refused)).toEqual([429, 'b=per_day;q=2;r=0;t=43200', '43200'])
    expect(await refused.json()).toMatchObject({ error: 'too_many_requests' })
    sandbox.advanceTime(43_199_998)
    expect((await requestToken(sandbox)).status).toBe(429)
    sandbox.advanceTime(1)
    expect(read(await requestToken(sandbox))).toEqual([200, 'b=per_day;q=2;r=1;t=86400', null])
  })

  it('counts hours and days, and each client for itself', async () => {
    const other = { clientId: 'other', clientSecret: 'not-a-secret' }
    const options = { tokenQuota: { perHour: 1, perDay: 9 }, clients: [other] }
    const sandbox = await startSandbox(options)
    const header = 'b=per_hour;q=1;r=0;t=3600,b=per_day;q=9;r=8;t=86400'
    expect(read(await requestToken(sandbox))).toEqual([200, header, null])
    expect(read(await requestToken(sandbox))).toEqual([429, header, '3600'])
    const body = {
      grant_type: 'client_credentials',
      audience: sandbox.audience,
      client_id: 'other',
      client_secret: 'not-a-secret',
    }
    expect(read(await requestToken(sandbox, body))).toEqual([200, header, null])
  })

  it('is not touched by requests that are refused for another reason', async () => {
    const sandbox = await startSandbox({ tokenQuota: { perDay: 1 } })
    const wrong = { grant_type: 'client_credentials', client_id: 'nobody', client_secret: 'x' }
    expect(read(await requestToken(sandbox, wrong))).toEqual([401, null, null])
    expect((await requestToken(sandbox)).status).toBe(200)
  })
})

describe('the options', () => {
  it.each([
    [{ throttle: { perSecond: 0 } }, 'throttle.perSecond'],
    [{ throttle: { perSecond: Number.NaN } }, 'throttle.perSecond'],
    [{ throttle: { perSecond: 1, burst: 0.5 } }, 'throttle.burst'],
    [{ throttle: { perSecond: 1, code: '' } }, 'throttle.code'],
    [{ tokenQuota: { perDay: 0 } }, 'tokenQuota.perDay'],
    [{ tokenQuota: { perHour: 1.5 } }, 'tokenQuota.perHour'],
  ])('are refused by name: %o', async (options, name) => {
    const clock = { now: () => startOfTest }
    const refused = createSandbox({ listen: false, clock, ...options })
    await expect(refused).rejects.toThrow(new RegExp(`^createSandbox: ${name} must be`))
    await expect(refused).rejects.toBeInstanceOf(TypeError)
  })
})
