// A thousand queries against a vendor that allows ten a second, through the whole client, in
// virtual time.
import { expect, it } from 'vitest'
import { createClient } from '../../src/index.js'
import { graphqlResponse, tokenResponse } from '../support/scripted-fetch.js'
import { fakeCredentials } from '../support/vendor-rig.js'
import { createRandom, createVirtualTime } from '../support/virtual-time.js'

const allowedPerSecond = 10

const run = async (throttle: { concurrency: number } | undefined) => {
  const time = createVirtualTime()
  const { monotonic } = time.runtime
  let tokens = allowedPerSecond
  let at = 0
  let sends = 0
  let refused = 0
  const admits = () => {
    const now = monotonic()
    tokens = Math.min(allowedPerSecond, tokens + ((now - at) / 1_000) * allowedPerSecond)
    at = now
    return tokens >= 1 && tokens-- >= 1
  }
  const client = createClient({
    ...fakeCredentials,
    baseUrl: 'https://api.test',
    runtime: { ...time.runtime, random: createRandom(7) },
    throttle,
    fetch: async (input) => {
      if (String(input).endsWith('/oauth/token')) return tokenResponse('token')
      sends++
      const admitted = admits()
      await time.sleep(50)
      if (admitted) return graphqlResponse({ data: { me: { apiClientId: 'x' } } })
      refused++
      return new Response('', { status: 429, headers: { 'retry-after': '1' } })
    },
  })
  let done = 0
  let failed = 0
  for (let index = 0; index < 1_000; index++) {
    client.request('query Look($n: Int) { me { apiClientId } }', { n: index }).then(
      () => done++,
      () => failed++,
    )
  }
  await time.run(() => done + failed === 1_000)
  client.dispose()
  return { done, seconds: monotonic() / 1_000, refusedShare: refused / sends }
}

it('gets all through with nine tenths of the limit used and few refused, ten at once', async () => {
  const { done, seconds, refusedShare } = await run({ concurrency: 10 })
  expect(done).toBe(1_000)
  expect(1_000 / (allowedPerSecond * seconds)).toBeGreaterThanOrEqual(0.9)
  expect(refusedShare).toBeLessThan(0.05)
}, 60_000)

it('gets all through even when they are sent at once', async () => {
  const { done, seconds } = await run(undefined)
  expect(done).toBe(1_000)
  expect(seconds).toBeLessThan(200)
}, 60_000)
