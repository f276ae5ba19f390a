// Test tools simulate timers and the date, and some, such as node:test, nothing else. In their tests
// applications tell the client to go by the date, since its own clock would stand still.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createClient, type FirstAmlClientOptions } from '../../src/index.js'
import { failureOf } from '../fetch/api-rig.js'
import { graphqlResponse, tokenResponse } from '../support/scripted-fetch.js'
import { fakeCredentials } from '../support/vendor-rig.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const data = { me: { apiClientId: 'x@clients' } }

function setUp(answers: readonly Response[], options: Partial<FirstAmlClientOptions> = {}) {
  const left = [...answers]
  let sends = 0
  const client = createClient({
    ...fakeCredentials,
    baseUrl: 'https://api.test',
    runtime: { monotonic: () => Date.now() },
    ...options,
    fetch: async (input) => {
      if (String(input).endsWith('/oauth/token')) return tokenResponse('token')
      sends++
      return left.shift() ?? new Promise<never>(() => {})
    },
  })
  return { request: () => client.request('{ me { apiClientId } }'), sends: () => sends }
}

it('sends again at the end of a Retry-After of simulated time, and not before', async () => {
  const refusal = new Response('', { status: 429, headers: { 'retry-after': '7' } })
  const { request, sends } = setUp([refusal, graphqlResponse({ data })])
  const answer = request()
  await vi.advanceTimersByTimeAsync(6_999)
  expect(sends()).toBe(1)
  await vi.advanceTimersByTimeAsync(400)
  await expect(answer).resolves.toEqual(data)
})

it('ends a request at its limit of simulated time', async () => {
  const { request } = setUp([], { timeoutMs: 5_000, retry: false })
  const failure = failureOf(request())
  await vi.advanceTimersByTimeAsync(5_000)
  expect(await failure).toMatchObject({ code: 'timeout', limitMs: 5_000 })
})

it('paces with simulated time what follows a throttling', async () => {
  const refusal = () => new Response('', { status: 429, headers: { 'retry-after': '0' } })
  const { request, sends } = setUp([refusal(), refusal(), graphqlResponse({ data })])
  const answer = request()
  await vi.advanceTimersByTimeAsync(5_000)
  await expect(answer).resolves.toEqual(data)
  expect(sends()).toBe(3)
})
