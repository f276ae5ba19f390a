// The exchange among others: what urql and other exchanges see of it, and what they do to it.
import {
  Client,
  cacheExchange,
  type Exchange,
  fetchExchange,
  type OperationResult,
} from '@urql/core'
import { describe, expect, it } from 'vitest'
import { type AccessToken, authExchange, type ClientEvent } from '../../src/index.js'
import {
  apiUrl,
  bearerOf,
  createApiRig,
  failureOf,
  graphqlResponse,
  meData,
  mutation,
  query,
  settle,
} from '../fetch/api-rig.js'
import { createScriptedFetch } from '../support/scripted-fetch.js'

describe('an operation and its result', () => {
  it('carries the operation that came in, without anything of ours', async () => {
    const rig = createApiRig()
    const { client } = rig
    const fetchOptions = () => ({ headers: { 'x-a': 'b' } })
    const { operation } = await client.urql.query(query, {}, { fetchOptions }).toPromise()
    expect(operation.context.fetchOptions).toBe(fetchOptions)
    expect(operation.context.fetch).toBeUndefined()
  })

  it('that a cache sends again gets a token as the first did, and options read anew', async () => {
    const rig = createApiRig({ exchanges: [cacheExchange] })
    rig.onApi = (call) => {
      if (!rig.valid.has(bearerOf(call) ?? '')) return new Response(null, { status: 401 })
      const isMutation = String(call.init.body).includes('mutation')
      return graphqlResponse({ data: { [isMutation ? 'submit' : 'me']: { __typename: 'Case' } } })
    }
    let reads = 0
    const fetchOptions = () => ({ headers: { 'x-read': String(++reads) } })
    const results: OperationResult[] = []
    const { urql } = rig.client
    const { unsubscribe } = urql
      .query(query, {}, { fetchOptions })
      .subscribe((result) => results.push(result))
    await settle()
    // The mutation changes a Case, so the cache asks again; meanwhile the token is revoked.
    rig.valid.clear()
    await urql.mutation('mutation Change { submit { __typename } }', {}).toPromise()
    await settle()
    unsubscribe()
    expect(results.at(-1)).toMatchObject({ error: undefined, stale: false })
    const reading = rig.apiCalls.filter(({ headers }) => headers.has('x-read'))
    expect(reading.map((call) => `${call.headers.get('x-read')} ${bearerOf(call)}`)).toEqual([
      '1 token-1',
      '2 token-2',
    ])
  })

  it('two equal mutations are two', async () => {
    const rig = createApiRig()
    const results = await Promise.all([
      rig.client.urql.mutation(mutation, {}).toPromise(),
      rig.client.urql.mutation(mutation, {}).toPromise(),
      rig.client.request(mutation),
      rig.client.request(mutation),
    ])
    expect(results).toHaveLength(4)
    expect(rig.apiCalls).toHaveLength(4)
    expect(rig.tokenCalls).toHaveLength(1)
  })
})

describe('a fetch that is given for one operation', () => {
  it('sends it, with the token and on a replay, in place of the client’s', async () => {
    const rig = createApiRig()
    const seen: (string | null)[] = []
    const own: typeof globalThis.fetch = async (_input, init) => {
      seen.push(new Headers(init?.headers).get('authorization'))
      return seen.length === 1
        ? new Response(null, { status: 401 })
        : graphqlResponse({ data: meData })
    }
    const { data } = await rig.client.urql.query(query, {}, { fetch: own }).toPromise()
    expect(data).toEqual(meData)
    expect(seen).toEqual(['Bearer token-1', 'Bearer token-2'])
    expect(rig.apiCalls).toHaveLength(0)
  })
})

describe('what an application breaks', () => {
  it('a fetch that throws at once gives an error, and the next operation works', async () => {
    const rig = createApiRig()
    const broken = (): never => {
      throw new Error('thrown at once')
    }
    const { error } = await rig.client.urql.query(query, {}, { fetch: broken }).toPromise()
    expect(error?.networkError).toMatchObject({ code: 'network' })
    expect(await rig.client.request(query)).toEqual(meData)
  })

  it('fetchOptions that throw give that error, and urql goes on', async () => {
    const rig = createApiRig()
    const thrown = new Error('no options today')
    const fetchOptions = () => {
      throw thrown
    }
    const { error } = await rig.client.urql.query(query, {}, { fetchOptions }).toPromise()
    expect(error?.networkError).toBe(thrown)
    expect((await rig.client.urql.query(query, {}).toPromise()).data).toEqual(meData)
    expect(await rig.client.request(query)).toEqual(meData)
  })

  it.each([Number.NaN, 0, -1, '5000'])(
    'a timeoutMs of %s is a TypeError, and nothing is sent',
    async (timeoutMs) => {
      const rig = createApiRig()
      const options = { timeoutMs } as { timeoutMs: number }
      const authorized = authExchange({ tokenSource: rig.client.tokenSource, fetch: rig.fetch })
      const urql = new Client({ url: `${apiUrl}/graphql/`, exchanges: [authorized, fetchExchange] })
      const { error } = await urql.mutation(mutation, {}, options).toPromise()
      for (const failure of [
        error?.networkError,
        await failureOf(rig.client.request(mutation, {}, options)),
      ]) {
        expect(failure).toBeInstanceOf(TypeError)
        expect(String(failure)).toContain('timeoutMs')
      }
      expect(rig.apiCalls).toHaveLength(0)
    },
  )

  it.each([{ 'x-name': 'Ā' }, { 'x name': 'a' }])(
    'headers that no request can carry (%o) are a TypeError, and nothing is unknown',
    async (headers) => {
      const rig = createApiRig()
      const authorized = authExchange({ tokenSource: rig.client.tokenSource, fetch: rig.fetch })
      const urql = new Client({ url: `${apiUrl}/graphql/`, exchanges: [authorized, fetchExchange] })
      const { error } = await urql.mutation(mutation, {}, { fetchOptions: { headers } }).toPromise()
      expect(error?.networkError).toBeInstanceOf(TypeError)
      const failure = await failureOf(rig.client.request(mutation, {}, { headers }))
      expect(failure).toBeInstanceOf(TypeError)
      expect(String(failure)).not.toContain('Ā')
      expect(rig.apiCalls).toHaveLength(0)
    },
  )

  it.each<[string, () => unknown, string]>([
    ['fails', () => Promise.reject(new Error('no vault')), 'network'],
    ['gives nothing', () => undefined, 'token_unavailable'],
    ['gives null', () => ({ value: null }), 'token_unavailable'],
    ['gives what no header can carry', () => ({ value: 'two\nlines' }), 'token_unavailable'],
  ])(
    'a token source that %s sends nothing, and leaves no outcome unknown',
    async (_what, give, code) => {
      const { fetch, calls } = createScriptedFetch()
      const get = async () => give() as AccessToken
      const authorized = authExchange({ tokenSource: { get }, fetch, retry: false })
      const urql = new Client({ url: `${apiUrl}/graphql/`, exchanges: [authorized, fetchExchange] })
      const { error } = await urql.mutation(mutation, {}).toPromise()
      expect(error?.networkError).toMatchObject({ code })
      expect(calls).toHaveLength(0)
    },
  )

  it.each([
    ['JSON that is cut', '{"data": {"me": }'],
    ['neither data nor errors', '{"message": "hello"}'],
    ['null, without a reason', '{"data": null}'],
    ['no data and no error either', '{"errors": []}'],
  ])('a body of %s gives an error of ours', async (_what, body) => {
    const rig = createApiRig()
    rig.onApi = () => new Response(body, { headers: { 'content-type': 'application/json' } })
    const error = await failureOf(rig.client.request(query))
    expect(error).toMatchObject({ code: 'unexpected_response' })
    expect(await failureOf(rig.client.request(mutation))).toMatchObject({ code: 'unknown_outcome' })
    expect(JSON.stringify(error)).not.toContain('hello')
  })

  it('an empty list of errors beside the data is none', async () => {
    const rig = createApiRig()
    rig.onApi = () => graphqlResponse({ data: meData, errors: [] })
    expect(await rig.client.request(query)).toEqual(meData)
  })

  it('no document, one without an operation, or a subscription, is refused unsent', async () => {
    const { client, apiCalls } = createApiRig()
    expect(await failureOf(client.request('fragment A on B { c }'))).toBeInstanceOf(TypeError)
    // In JavaScript, what is imported under a wrong name is undefined.
    const missing = await failureOf(client.request(undefined as unknown as string))
    expect(missing).toHaveProperty('message', expect.stringMatching(/^The document is missing/))
    const refused = await failureOf(client.request('subscription { a }'))
    expect(refused).toBeInstanceOf(TypeError)
    expect(refused).toHaveProperty('message', expect.stringMatching(/no subscriptions.*webhooks/))
    expect(apiCalls).toHaveLength(0)
  })
})

describe('a query that nobody subscribes to any more', () => {
  /** An application's own urql client, and what its exchange tells. */
  const createOwnClient = () => {
    const rig = createApiRig()
    const events: ClientEvent[] = []
    const exchange = authExchange({
      tokenSource: rig.client.tokenSource,
      fetch: rig.fetch,
      runtime: rig.clock.runtime,
      onEvent: (event) => events.push(event),
    })
    const urql = new Client({
      url: `${apiUrl}/graphql/`,
      exchanges: [exchange, fetchExchange],
    })
    return { rig, events, urql }
  }

  it('is not made again, and counts as aborted', async () => {
    const { rig, events, urql } = createOwnClient()
    rig.onApi = () => undefined
    const { unsubscribe } = urql.query(query, {}).subscribe(() => {})
    await settle()
    unsubscribe()
    await rig.clock.advance(60_000)
    expect(rig.apiCalls).toHaveLength(1)
    expect(events).toMatchObject([{ type: 'request_finished', code: 'aborted' }])
  })

  it('ends at once where it waits to be made again', async () => {
    const { rig, events, urql } = createOwnClient()
    rig.onApi = () => new Response(null, { status: 503 })
    const { unsubscribe } = urql.query(query, {}).subscribe(() => {})
    await settle()
    expect(events).toMatchObject([{ type: 'retried' }])
    unsubscribe()
    expect(events.slice(1)).toMatchObject([{ type: 'request_finished', code: 'aborted' }])
    await rig.clock.advance(60_000)
    expect(rig.apiCalls).toHaveLength(1)
    expect(events).toHaveLength(2)
  })

  it('has finished once when it was made again before', async () => {
    const { rig, events, urql } = createOwnClient()
    rig.onApi = () =>
      rig.apiCalls.length === 1
        ? new Response(null, { status: 503 })
        : graphqlResponse({ data: meData })
    const answer = urql.query(query, {}).toPromise()
    await rig.clock.advance(60_000)
    expect((await answer).data).toEqual(meData)
    await settle()
    const finished = events.filter(({ type }) => type === 'request_finished')
    expect(finished).toEqual([expect.objectContaining({ attempts: 2 })])
    expect(finished[0]).not.toHaveProperty('code')
  })
})

describe('the exchange in another order', () => {
  it('works with an exchange between it and the network', async () => {
    const rig = createApiRig()
    const between: Exchange = (input) => (operations) => input.forward(operations)
    const urql = new Client({
      url: `${apiUrl}/graphql/`,
      exchanges: [
        authExchange({ tokenSource: rig.client.tokenSource, fetch: rig.fetch }),
        between,
        fetchExchange,
      ],
    })
    expect((await urql.query(query, {}).toPromise()).data).toEqual(meData)
  })

  it('is refused with a urql client whose URL is relative', () => {
    const { client } = createApiRig()
    const exchanges = [authExchange({ tokenSource: client.tokenSource }), fetchExchange]
    expect(() => new Client({ url: '/graphql', exchanges })).toThrow(/url must be an absolute URL/)
  })
})
