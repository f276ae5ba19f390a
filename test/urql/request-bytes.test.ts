// H4, H6 and H7 on real sockets: what exactly goes over the wire.
import { Client, fetchExchange } from '@urql/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  authExchange,
  createClient,
  createTokenSource,
  type FirstAmlClient,
} from '../../src/index.js'
import {
  createVendorRig,
  fakeCredentials,
  sendJson,
  sendUnauthorized,
  type VendorRig,
} from '../support/vendor-rig.js'

const accept = 'application/graphql-response+json, application/json'
const me =
  'query Me { me { apiClientId friendlyApiClientName scopes accessibleOrganizations { organizationId name offices { key name } } } }'

let rig: VendorRig
let client: FirstAmlClient
beforeEach(async () => {
  rig = await createVendorRig()
  client = createClient({ ...fakeCredentials, baseUrl: rig.url, userAgent: 'acme-crm/1.2' })
})
afterEach(async () => {
  client.dispose()
  await rig.close()
})

describe('an operation on the wire', () => {
  it('H7: is a POST with literal Accept and literal bytes, also after a replay', async () => {
    rig.onGraphql = (_request, response, index) =>
      index === 0 ? sendUnauthorized(response) : sendJson(response, 200, { data: { me: null } })
    await client.request(me)
    expect(rig.graphqlRequests).toHaveLength(2)
    for (const { method, path, headers, body } of rig.graphqlRequests) {
      expect(`${method} ${path}`).toBe('POST /graphql/')
      expect(headers.accept).toBe(accept)
      expect(headers['content-type']).toBe('application/json')
      expect(body).toBe(
        // urql prints the document in its own way, and only once.
        `{"query":"query Me {\\n  me {\\n    apiClientId\\n    friendlyApiClientName\\n    scopes\\n    accessibleOrganizations {\\n      organizationId\\n      name\\n      offices {\\n        key\\n        name\\n      }\\n    }\\n  }\\n}","operationName":"Me","variables":{}}`,
      )
    }
  })

  it.each([
    ['client.request', () => client.request(me)],
    ['client.urql', () => client.urql.query(me, {}).toPromise()],
    [
      'client.urql that asks for GET',
      () => client.urql.query(me, {}, { preferGetMethod: true }).toPromise(),
    ],
    [
      'a urql client that asks for GET',
      () => {
        const tokenSource = createTokenSource({ ...fakeCredentials, tokenUrl: rig.tokenUrl })
        const exchanges = [authExchange({ tokenSource }), fetchExchange]
        return new Client({ url: rig.graphqlUrl, exchanges, preferGetMethod: 'force' })
          .query(me, {})
          .toPromise()
      },
    ],
  ])('H7: by %s never puts the query into the URL', async (_what, send) => {
    await send()
    expect(rig.graphqlRequests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /graphql/',
    ])
    expect(rig.graphqlRequests[0]?.headers.accept).toBe(accept)
  })
})

const forms: readonly (readonly [string, RequestInit | (() => RequestInit)])[] = [
  ['an object', { headers: { 'X-Trace': 't1', 'X-More': 'm' } }],
  ['Headers', { headers: new Headers({ 'X-Trace': 't1', 'X-More': 'm' }) }],
  [
    'a list of pairs',
    {
      headers: [
        ['X-Trace', 't1'],
        ['X-More', 'm'],
      ],
    },
  ],
  ['a function giving an object', () => ({ headers: { 'X-Trace': 't1', 'X-More': 'm' } })],
  [
    'a function giving Headers',
    () => ({ headers: new Headers({ 'X-Trace': 't1', 'X-More': 'm' }) }),
  ],
  [
    'a function giving pairs',
    () => ({ headers: Object.entries({ 'X-Trace': 't1', 'X-More': 'm' }) }),
  ],
]

describe("the caller's headers", () => {
  beforeEach(() => {
    rig.onGraphql = (_request, response, index) =>
      index === 0 ? sendUnauthorized(response) : sendJson(response, 200, { data: { me: null } })
  })

  it.each(forms)(
    'H6: given as %s are kept next to ours, also after a replay',
    async (_form, fetchOptions) => {
      await client.urql.query(me, {}, { fetchOptions }).toPromise()
      expect(rig.graphqlRequests).toHaveLength(2)
      for (const [index, { headers }] of rig.graphqlRequests.entries()) {
        expect(headers).toMatchObject({
          'x-trace': 't1',
          'x-more': 'm',
          accept,
          'content-type': 'application/json',
          authorization: `Bearer rig-token-${index + 1}`,
        })
      }
    },
  )

  it('H6: given for the whole urql client, and to client.request, are kept as well', async () => {
    const tokenSource = createTokenSource({ ...fakeCredentials, tokenUrl: rig.tokenUrl })
    await new Client({
      url: rig.graphqlUrl,
      exchanges: [authExchange({ tokenSource }), fetchExchange],
      fetchOptions: { headers: [['X-Whole', 'yes']] },
    })
      .query(me, {})
      .toPromise()
    await client.request(me, {}, { headers: new Headers({ 'X-One': 'yes' }) })
    expect(rig.graphqlRequests[1]?.headers).toMatchObject({ 'x-whole': 'yes', accept })
    expect(rig.graphqlRequests.at(-1)?.headers).toMatchObject({ 'x-one': 'yes', accept })
  })

  it.each([
    [
      'an object',
      { Accept: 'application/json', 'Content-Type': 'application/json; charset=utf-8' },
    ],
    [
      'a list of pairs',
      Object.entries({
        Accept: 'application/json',
        'Content-Type': 'application/json; charset=utf-8',
      }),
    ],
  ])('H6: win over ours where they say the same thing: as %s', async (_form, headers) => {
    await client.urql.query(me, {}, { fetchOptions: { headers } }).toPromise()
    expect(rig.graphqlRequests[0]?.headers.accept).toBe('application/json')
    expect(rig.graphqlRequests[0]?.headers['content-type']).toBe('application/json; charset=utf-8')
  })

  it.each([
    ['an object', { Authorization: 'Bearer mine' }],
    ['Headers', new Headers({ Authorization: 'Bearer mine' })],
    ['a list of pairs', Object.entries({ Authorization: 'Bearer mine' })],
  ])(
    "H6: the caller's own Authorization as %s is left alone, and its 401 is the answer",
    async (_form, headers) => {
      const result = await client.urql.query(me, {}, { fetchOptions: { headers } }).toPromise()
      expect(rig.graphqlRequests.map((request) => request.headers.authorization)).toEqual([
        'Bearer mine',
      ])
      expect(rig.tokenRequests).toHaveLength(0)
      expect(result.error?.networkError).toMatchObject({ code: 'access_rejected', status: 401 })
      expect(String(result.error)).toMatch(/Authorization header that the operation brought along/)
    },
  )
})

describe('the User-Agent', () => {
  const ours = /^acme-crm\/1\.2 firstaml-client\/\d+\.\d+\.\d+$/

  it('H4: goes with token requests, operations, replays, files and redirects', async () => {
    rig.onGraphql = (_request, response, index) =>
      index === 0 ? sendUnauthorized(response) : sendJson(response, 200, { data: { me: null } })
    rig.onOther = ({ path }, response) => {
      if (path === '/file') response.writeHead(302, { location: '/moved' }).end()
      else response.end('contents')
    }
    await client.request(me)
    await client.fetch(`${rig.url}/file`)
    const all = [...rig.tokenRequests, ...rig.graphqlRequests, ...rig.otherRequests]
    expect(all.map(({ path }) => path)).toEqual([
      '/oauth/token',
      '/oauth/token',
      '/graphql/',
      '/graphql/',
      '/file',
      '/moved',
    ])
    for (const { headers } of all) expect(headers['user-agent']).toMatch(ours)
  })

  it("H4: of a single request stands before the client's, not in its place", async () => {
    await client.request(me, {}, { headers: { 'User-Agent': 'batch-job/7' } })
    await client.fetch(`${rig.url}/file`, { headers: [['USER-AGENT', 'batch-job/7']] })
    for (const { headers } of [...rig.graphqlRequests, ...rig.otherRequests]) {
      expect(headers['user-agent']).toMatch(/^batch-job\/7 acme-crm\/1\.2 firstaml-client\/\d/)
    }
  })
})
