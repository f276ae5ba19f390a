// What `fetch` may be called with, and what of it can be sent twice.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClient, type FirstAmlClient } from '../../src/index.js'
import { createVendorRig, fakeCredentials, type VendorRig } from '../support/vendor-rig.js'
import { createApiRig, unauthorized } from './api-rig.js'

let rig: VendorRig
let client: FirstAmlClient
let url: string
beforeEach(async () => {
  rig = await createVendorRig()
  client = createClient({ ...fakeCredentials, baseUrl: rig.url })
  url = `${rig.url}/upload`
  rig.onOther = ({ token }, response) => {
    // The first token is refused, a fresh one is taken.
    response.writeHead(token === 'rig-token-1' ? 401 : 200).end('thanks')
  }
})
afterEach(async () => {
  client.dispose()
  await rig.close()
})

const bytes = new TextEncoder().encode('file contents')
const form = () => {
  const data = new FormData()
  data.set('file', new Blob([bytes]), 'a.txt')
  return data
}

describe('a body', () => {
  it.each<readonly [string, () => BodyInit]>([
    ['text', () => 'file contents'],
    ['bytes', () => bytes],
    ['an ArrayBuffer', () => bytes.slice().buffer],
    ['a Blob', () => new Blob([bytes])],
    ['URLSearchParams', () => new URLSearchParams({ a: 'file contents' })],
    ['FormData', form],
  ])('that is %s is sent again after a 401', async (_what, body) => {
    const response = await client.fetch(url, { method: 'POST', body: body() })
    expect(await response.text()).toBe('thanks')
    expect(rig.otherRequests).toHaveLength(2)
    for (const request of rig.otherRequests) expect(request.body).toMatch(/file.contents/)
  })

  it.each<readonly [string, () => Parameters<typeof fetch>]>([
    [
      'a stream',
      () => {
        const init = { method: 'POST', body: new Blob([bytes]).stream(), duplex: 'half' }
        return [url, init]
      },
    ],
    ['that of a Request', () => [new Request(url, { method: 'POST', body: 'file contents' })]],
  ])('that is %s is not sent again: its 401 is the answer', async (_what, input) => {
    const response = await client.fetch(...input())
    expect(response.status).toBe(401)
    expect(rig.otherRequests.map(({ body }) => body)).toEqual(['file contents'])
    // The next request profits from the refusal all the same.
    const next = await client.fetch(url)
    expect(next.status).toBe(200)
    expect(rig.tokenRequests).toHaveLength(2)
  })
})

describe('an address', () => {
  it.each<readonly [string, () => Parameters<typeof fetch>]>([
    ['text', () => [url, { headers: { 'X-A': '1' } }]],
    ['a URL', () => [new URL(url), { headers: { 'X-A': '1' } }]],
    ['a Request', () => [new Request(url, { headers: { 'X-A': '1' } })]],
    [
      'a Request with other headers',
      () => [new Request(url, { headers: { 'X-B': '2' } }), { headers: { 'X-A': '1' } }],
    ],
  ])('may be %s', async (_what, input) => {
    expect((await client.fetch(...input())).status).toBe(200)
    const last = rig.otherRequests.at(-1)
    expect(last?.headers['x-a']).toBe('1')
    expect(last?.headers).not.toHaveProperty('x-b')
    expect(last?.token).toBe('rig-token-2')
  })

  it('of a Request brings its method, its signal and what else it says', async () => {
    const api = createApiRig()
    const caller = new AbortController()
    const request = new Request('https://api.test/x', {
      method: 'DELETE',
      signal: caller.signal,
      integrity: 'sha256-abc',
      cache: 'no-store',
      redirect: 'error',
    })
    await api.client.fetch(request)
    expect(api.apiCalls[0]?.init).toMatchObject({
      method: 'DELETE',
      integrity: 'sha256-abc',
      cache: 'no-store',
      redirect: 'error',
    })
    caller.abort()
    await expect(api.client.fetch(request)).rejects.toBe(caller.signal.reason)
  })

  it('headers given twice arrive with both values', async () => {
    const headers: [string, string][] = [
      ['X-List', 'a'],
      ['x-list', 'b'],
    ]
    await client.fetch(url, { headers })
    expect(rig.otherRequests[0]?.headers['x-list']).toBe('a, b')
  })

  it.each<[string, unknown]>([
    ['a list', [['X-None', undefined]]],
    ['an object', { 'X-None': undefined, 'x-none': undefined }],
  ])('a header without a value in %s is left out', async (_what, headers) => {
    await client.fetch(url, { headers: headers as HeadersInit })
    expect(rig.otherRequests[0]?.headers).not.toHaveProperty('x-none')
  })
})

describe('the answer', () => {
  it('is a response whatever its status, and a 401 that stays is one too', async () => {
    const api = createApiRig()
    for (const status of [200, 204, 304, 403, 404, 500]) {
      api.onApi = () => new Response(null, { status })
      expect((await api.client.fetch('https://api.test/x')).status).toBe(status)
    }
    api.onApi = () => unauthorized()
    expect((await api.client.fetch('https://api.test/x')).status).toBe(401)
  })

  it('of a body that was read leaves nothing behind in the client', async () => {
    const responses = await Promise.all(Array.from({ length: 20 }, () => client.fetch(url)))
    for (const response of responses) expect(await response.text()).toBe('thanks')
    client.dispose()
    for (const response of responses) expect(response.bodyUsed).toBe(true)
  })
})
