// H3, and the law behind it: the token goes to the API's own origins, over encrypted connections.
import { Client, fetchExchange } from '@urql/core'
import { describe, expect, it } from 'vitest'
import {
  authExchange,
  createAuthorizedFetch,
  createClient,
  createTokenSource,
} from '../../src/index.js'
import { createScriptedFetch, tokenResponse } from '../support/scripted-fetch.js'
import { fakeCredentials } from '../support/vendor-rig.js'
import { apiUrl, bearerOf, createApiRig, failureOf, graphqlResponse, query } from './api-rig.js'

const plain = 'http://api.test'

describe('H3: http: beyond loopback', () => {
  it.each([
    ['baseUrl', () => createClient({ ...fakeCredentials, baseUrl: plain })],
    ['graphqlUrl', () => createClient({ ...fakeCredentials, graphqlUrl: `${plain}/graphql` })],
    ['tokenUrl', () => createClient({ ...fakeCredentials, tokenUrl: `${plain}/oauth/token` })],
    ['origins', () => createClient({ ...fakeCredentials, origins: [plain] })],
    ['tokenUrl', () => createTokenSource({ ...fakeCredentials, tokenUrl: `${plain}/oauth/token` })],
    ['origins', () => createAuthorizedFetch({ tokenSource: createSource(), origins: [plain] })],
    [
      "the urql client's url",
      () =>
        new Client({
          url: `${plain}/graphql`,
          exchanges: [authExchange({ tokenSource: createSource() }), fetchExchange],
        }),
    ],
  ])('H3: as %s is refused', (option, create) => {
    expect(create).toThrow(TypeError)
    expect(create).toThrow(`${option} must be https:`)
  })

  it('H3: is taken where the application says so, and on loopback', () => {
    for (const baseUrl of ['http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000']) {
      createClient({ ...fakeCredentials, baseUrl }).dispose()
    }
    createClient({ ...fakeCredentials, baseUrl: plain, allowInsecureRequests: true }).dispose()
  })
})

const createSource = () =>
  createTokenSource({ ...fakeCredentials, tokenUrl: `${apiUrl}/oauth/token` })

describe('the token', () => {
  it.each([
    ['another host', 'https://evil.test/graphql/'],
    ['another port', `${apiUrl}:8443/graphql/`],
    ['another scheme', 'http://api.test/graphql/'],
    ['a host that only begins like it', 'https://api.test.evil.test/graphql/'],
  ])('stays away from %s, where one operation is sent there by context.url', async (_what, url) => {
    const rig = createApiRig()
    const result = await rig.client.urql.query(query, {}, { url }).toPromise()
    expect(rig.apiCalls.map((call) => call.url)).toEqual([url])
    expect(rig.apiCalls[0]?.headers.has('authorization')).toBe(false)
    expect(rig.tokenCalls).toHaveLength(0)
    expect(result.error?.networkError).toMatchObject({
      code: 'access_rejected',
      reason: 'foreign_origin',
    })
  })

  it('stays away from another port of loopback', async () => {
    const rig = createApiRig({ baseUrl: 'http://127.0.0.1:4000' })
    await rig.client.urql.query(query, {}, { url: 'http://127.0.0.1:5000/graphql/' }).toPromise()
    await rig.client.fetch('http://localhost:5000/file')
    expect(rig.apiCalls.map((call) => call.headers.has('authorization'))).toEqual([false, false])
  })

  it('goes to the origins that the application adds', async () => {
    const rig = createApiRig({ origins: ['https://files.test/anything'] })
    await rig.client.fetch('https://files.test/1')
    await rig.client.fetch('https://files.test:444/1')
    expect(rig.apiCalls.map((call) => bearerOf(call))).toEqual(['token-1', undefined])
  })

  it("of a lone fetch goes to the token URL's origin, and on loopback to any port", async () => {
    const { fetch, calls } = createScriptedFetch(({ url }) =>
      url.endsWith('/oauth/token') ? tokenResponse('token-1') : graphqlResponse({ data: {} }),
    )
    for (const [tokenUrl, targets] of [
      [`${apiUrl}/oauth/token`, [`${apiUrl}/a`, 'https://evil.test/b']],
      ['http://127.0.0.1:1/oauth/token', ['http://127.0.0.1:2/c', 'https://evil.test/d']],
    ] as const) {
      const tokenSource = createTokenSource({ ...fakeCredentials, tokenUrl, fetch })
      const authorizedFetch = createAuthorizedFetch({ tokenSource, fetch })
      for (const target of targets) await authorizedFetch(target)
    }
    const sent = calls.filter(({ url }) => !url.endsWith('/oauth/token'))
    expect(sent.map((call) => `${call.url} ${bearerOf(call)}`)).toEqual([
      `${apiUrl}/a token-1`,
      'https://evil.test/b undefined',
      'http://127.0.0.1:2/c token-1',
      'https://evil.test/d undefined',
    ])
  })

  it('needs to be told where it may go, if its source does not say where it comes from', () => {
    const tokenSource = { get: async () => ({ value: 'a', expiresAt: 0 }) }
    expect(() => createAuthorizedFetch({ tokenSource })).toThrow(/^origins must name/)
  })

  it('goes nowhere by a relative URL, which is an error that says so', async () => {
    const rig = createApiRig()
    for (const work of [
      rig.client.fetch('/graphql/'),
      rig.client.urql
        .query(query, {}, { url: '/graphql/' })
        .toPromise()
        .then(({ error }) => Promise.reject(error?.networkError)),
    ]) {
      const error = await failureOf(work)
      expect(error).toBeInstanceOf(TypeError)
      expect(String(error)).toMatch(/need an absolute URL/)
    }
    expect(rig.apiCalls).toHaveLength(0)
  })
})
