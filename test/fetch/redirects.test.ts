// H2 on real sockets, with the platform's fetch and with one of the application's own.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClient, type FirstAmlClient, UnexpectedResponseError } from '../../src/index.js'
import { createVendorRig, fakeCredentials, type VendorRig } from '../support/vendor-rig.js'
import { createApiRig, failureOf, query } from './api-rig.js'

let api: VendorRig
let foreign: VendorRig
let client: FirstAmlClient
beforeEach(async () => {
  api = await createVendorRig()
  foreign = await createVendorRig()
})
afterEach(async () => {
  client.dispose()
  await Promise.all([api.close(), foreign.close()])
})

/** Hands on everything, the token included, wherever it leads: what a careless fetch does. */
const careless: typeof globalThis.fetch = (input, init) =>
  fetch(input, { ...init, redirect: 'manual' }).then(async (response) => {
    const location = response.headers.get('location')
    return location && init?.redirect !== 'manual' ? careless(location, init) : response
  })

describe.each([
  ["the platform's fetch", undefined],
  ['a fetch that would hand the token on', careless],
])('a redirect, with %s', (_what, fetch) => {
  beforeEach(() => {
    client = createClient({ ...fakeCredentials, baseUrl: api.url, fetch, retry: false })
  })

  it.each([301, 302, 303, 307, 308])(
    'H2: %i to another origin does not carry the token',
    async (status) => {
      api.onGraphql = (_request, response) => {
        response.writeHead(status, { location: `${foreign.url}/graphql/` }).end()
      }
      const error = await failureOf(client.request(query))
      expect(error).toMatchObject({ code: 'access_rejected', reason: 'foreign_origin' })
      expect(foreign.graphqlRequests).toHaveLength(1)
      expect(foreign.graphqlRequests[0]?.headers).not.toHaveProperty('authorization')
      // Its 401 says nothing of the token, which stays in use.
      expect(api.tokenRequests).toHaveLength(1)
      expect(foreign.tokenRequests).toHaveLength(0)
    },
  )

  it('H2: a token that was left behind does not come back on the way back', async () => {
    api.onGraphql = ({ path }, response) => {
      if (path === '/graphql/') {
        response.writeHead(307, { location: `${foreign.url}/graphql/there` }).end()
      } else response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{}}')
    }
    foreign.onGraphql = (_request, response) => {
      response.writeHead(307, { location: `${api.url}/graphql/back` }).end()
    }
    await client.request(query)
    expect(api.graphqlRequests.map(({ token }) => token)).toEqual(['rig-token-1', undefined])
  })

  it('H2: within the origin the token and the body go along, also on a replay', async () => {
    api.onGraphql = ({ path, token }, response) => {
      if (path === '/graphql/') response.writeHead(308, { location: '/graphql/v2' }).end()
      else if (token === 'rig-token-1') response.writeHead(401).end()
      else response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"a":1}}')
    }
    expect(await client.request(query)).toEqual({ a: 1 })
    expect(api.graphqlRequests.map(({ path, token }) => `${path} ${token}`)).toEqual([
      '/graphql/ rig-token-1',
      '/graphql/v2 rig-token-1',
      '/graphql/ rig-token-2',
      '/graphql/v2 rig-token-2',
    ])
    expect(new Set(api.graphqlRequests.map(({ body }) => body)).size).toBe(1)
  })

  it('H2: a download that is redirected elsewhere arrives, without the token', async () => {
    api.onOther = (_request, response) => {
      response.writeHead(302, { location: `${foreign.url}/file` }).end()
    }
    foreign.onOther = (_request, response) => {
      response.end('contents')
    }
    const response = await client.fetch(`${api.url}/contents`, { headers: { cookie: 'a=b' } })
    expect(await response.text()).toBe('contents')
    expect(api.otherRequests[0]?.token).toBe('rig-token-1')
    expect(foreign.otherRequests[0]?.headers).not.toHaveProperty('authorization')
    expect(foreign.otherRequests[0]?.headers).not.toHaveProperty('cookie')
  })

  it("H2: a caller's own Authorization does not go along either", async () => {
    api.onOther = (_request, response) => {
      response.writeHead(302, { location: `${foreign.url}/file` }).end()
    }
    await client.fetch(`${api.url}/contents`, { headers: { Authorization: 'Basic abc' } })
    expect(api.otherRequests[0]?.headers.authorization).toBe('Basic abc')
    expect(foreign.otherRequests[0]?.headers).not.toHaveProperty('authorization')
    expect(api.tokenRequests).toHaveLength(0)
  })

  it('H2: ends after twenty', async () => {
    api.onGraphql = (_request, response) => {
      response.writeHead(307, { location: '/graphql/' }).end()
    }
    expect(await failureOf(client.request(query))).toBeInstanceOf(UnexpectedResponseError)
    expect(api.graphqlRequests).toHaveLength(21)
  })
})

describe('a redirect that cannot be followed by hand', () => {
  beforeEach(() => {
    client = createClient({ ...fakeCredentials, baseUrl: api.url })
  })

  it('H2: an answer from elsewhere is refused, if the fetch followed although told not to', async () => {
    const disobedient: typeof globalThis.fetch = (input, init) =>
      fetch(input, { ...init, redirect: 'follow' })
    client = createClient({
      ...fakeCredentials,
      baseUrl: api.url,
      fetch: disobedient,
      retry: false,
    })
    api.onGraphql = (_request, response) => {
      response.writeHead(307, { location: `${foreign.url}/graphql/` }).end()
    }
    foreign.onGraphql = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"a":1}}')
    }
    const error = await failureOf(client.request(query))
    expect(error).toMatchObject({ code: 'unexpected_response' })
    expect(String(error)).toMatch(/may have taken the token along/)
  })

  it.each([
    ['to http:', 'http://api.test/graphql/'],
    ['to no web address', 'ftp://api.test/'],
    ['to nonsense', 'http://['],
  ])('H2: %s from https: is not followed', async (_what, location) => {
    const rig = createApiRig()
    rig.onApi = () => new Response(null, { status: 307, headers: { location } })
    expect(await failureOf(rig.client.request(query))).toMatchObject({
      code: 'unexpected_response',
    })
    expect(rig.apiCalls).toHaveLength(1)
  })

  it('H2: the caller may want to see the redirect itself', async () => {
    const rig = createApiRig()
    rig.onApi = () => new Response(null, { status: 302, headers: { location: 'https://a.test/' } })
    const response = await rig.client.fetch('https://api.test/x', { redirect: 'manual' })
    expect(response.status).toBe(302)
    expect(rig.apiCalls).toHaveLength(1)
  })

  it('H2: a stream is not sent a second time', async () => {
    const rig = createApiRig()
    rig.onApi = () => new Response(null, { status: 307, headers: { location: '/elsewhere' } })
    const body = new ReadableStream()
    const upload = { method: 'POST', body, duplex: 'half' }
    expect(await failureOf(rig.client.fetch('https://api.test/x', upload))).toMatchObject({
      code: 'unexpected_response',
    })
    expect(rig.apiCalls).toHaveLength(1)
  })
})
