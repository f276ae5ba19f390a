// What a client's own way to the network sends and gives, compared with urql's: the oracle is a urql
// client with authExchange and fetchExchange.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  Client,
  createRequest,
  type Exchange,
  fetchExchange,
  type OperationResult,
} from '@urql/core'
import { describe, expect, it, vi } from 'vitest'
import { onPush, pipe } from 'wonka'
import { authExchange, createClient, isFirstAmlError } from '../../src/index.js'
import { apiUrl, graphqlResponse, meData, mutation, query, settle } from '../fetch/api-rig.js'
import { createFakeClock } from '../support/fake-clock.js'
import { createScriptedFetch, type HeldCall, tokenResponse } from '../support/scripted-fetch.js'
import { fakeCredentials } from '../support/vendor-rig.js'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

interface Rig {
  readonly urql: Client
  readonly apiCalls: HeldCall[]
}

type Answer = (call: HeldCall, index: number) => Response | undefined

function createRig(kind: 'ours' | "urql's", answer: Answer): Rig {
  const apiCalls: HeldCall[] = []
  const { fetch } = createScriptedFetch((call) => {
    if (call.url.endsWith('/oauth/token')) return tokenResponse(`token-${apiCalls.length}`)
    apiCalls.push(call)
    return answer(call, apiCalls.length - 1)
  })
  const { runtime } = createFakeClock()
  const client = createClient({ ...fakeCredentials, baseUrl: apiUrl, fetch, runtime, retry: false })
  const shared = { tokenSource: client.tokenSource, fetch, runtime, retry: false as const }
  const urql = new Client({
    url: `${apiUrl}/graphql/`,
    preferGetMethod: false,
    exchanges: [authExchange(shared), fetchExchange],
  })
  return { urql: kind === 'ours' ? client.urql : urql, apiCalls }
}

/** What an operation's owner can see of a result, with errors as they are told apart. */
function seen({ data, error, extensions, hasNext, stale, operation }: OperationResult): unknown {
  const { networkError, graphQLErrors = [], response } = error ?? {}
  return {
    data,
    extensions,
    hasNext,
    stale,
    kind: operation.kind,
    variables: operation.variables,
    fetchOptions: operation.context.fetchOptions,
    graphQLErrors: graphQLErrors.map(({ message, path, extensions }) => ({
      message,
      path,
      extensions,
    })),
    networkError: isFirstAmlError(networkError)
      ? { code: networkError.code, message: networkError.message }
      : networkError?.message,
    status: response instanceof Response ? response.status : undefined,
  }
}

const sent = ({ url, init, headers }: HeldCall) => ({
  url,
  method: init.method,
  // The order of its members is of no account.
  body: JSON.parse(String(init.body)),
  headers: [...headers],
  redirect: init.redirect,
})

const html = () =>
  new Response('<html>Sign in</html>', { status: 200, headers: { 'content-type': 'text/html' } })
const inParts = () =>
  new Response(
    '--p\r\ncontent-type: application/json\r\n\r\n{"data":{"me":{"a":1}}}\r\n--p--\r\n',
    { headers: { 'content-type': 'multipart/mixed; boundary="p"' } },
  )

const answers: Readonly<Record<string, Answer>> = {
  data: () => graphqlResponse({ data: meData, extensions: { cost: 1 } }),
  'data and errors': () =>
    graphqlResponse({ data: { me: null }, errors: [{ message: 'no', path: ['me'] }] }),
  'errors with a 400': () =>
    graphqlResponse({ errors: [{ message: 'Unknown field' }] }, { status: 400 }),
  'plain application/json': () => Response.json({ data: meData }),
  'JSON that is no result': () => graphqlResponse({ hello: 1 }),
  'a page': html,
  'JSON that breaks off': () =>
    new Response('{"data":', { headers: { 'content-type': 'application/json' } }),
  'JSON that only looks whole': () =>
    new Response('{"data":}', { headers: { 'content-type': 'application/json' } }),
  'a 401 and then data': (_call, index) =>
    index === 0 ? new Response(null, { status: 401 }) : graphqlResponse({ data: meData }),
  'a 401 for ever': () => new Response(null, { status: 401 }),
  'a 403': () => new Response(null, { status: 403 }),
  'a 429': () => new Response(null, { status: 429, headers: { 'retry-after': '3' } }),
  'a 500': () => new Response('down', { status: 500, headers: { 'x-request-id': 'r-1' } }),
  'an answer in parts': inParts,
}

describe('a query and a mutation', () => {
  for (const [name, answer] of Object.entries(answers)) {
    for (const document of [query, mutation]) {
      it(`sends and gives what urql's does, when a ${document.split(' ', 1)} meets ${name}`, async () => {
        const outcomes = []
        for (const kind of ['ours', "urql's"] as const) {
          const { urql, apiCalls } = createRig(kind, answer)
          const results: unknown[] = []
          const execute = document === mutation ? urql.mutation : urql.query
          const { unsubscribe } = execute(document, {}).subscribe((r) => results.push(seen(r)))
          for (let turn = 0; turn < 4; turn++) await settle()
          unsubscribe()
          outcomes.push({ results, sent: apiCalls.map(sent) })
        }
        expect(outcomes[0]).toEqual(outcomes[1])
        expect(outcomes[0]?.results.length).toBeGreaterThan(0)
      })
    }
  }

  const contexts = {
    'headers as a list': { fetchOptions: { headers: [['X-A', '1'] as [string, string]] } },
    'headers of its own, Accept among them': {
      fetchOptions: { headers: { Accept: 'application/json', 'X-A': '1' } },
    },
    'options from a function': { fetchOptions: () => ({ headers: new Headers({ 'x-a': '1' }) }) },
    'a function that throws': {
      fetchOptions: () => {
        throw new Error('no options today')
      },
    },
    'the wish for GET': { preferGetMethod: 'force' as const },
    'another URL of the API': { url: `${apiUrl}/graphql/other` },
    'a URL of another origin': { url: 'https://elsewhere.test/graphql' },
    'a URL that is none': { url: 'graphql' },
    'a signal that has fired': { fetchOptions: { signal: AbortSignal.abort(new Error('late')) } },
  }
  for (const [name, context] of Object.entries(contexts)) {
    it(`sends and gives what urql's does, with ${name}`, async () => {
      const outcomes = []
      for (const kind of ['ours', "urql's"] as const) {
        const { urql, apiCalls } = createRig(kind, () => graphqlResponse({ data: meData }))
        const result = await urql.query(query, { a: 1 }, context).toPromise()
        outcomes.push({ result: seen(result), sent: apiCalls.map(sent) })
      }
      expect(outcomes[0]).toEqual(outcomes[1])
    })
  }

  it("refuses a subscription as urql's does, unsent", async () => {
    const outcomes = []
    for (const kind of ['ours', "urql's"] as const) {
      const { urql, apiCalls } = createRig(kind, () => graphqlResponse({ data: meData }))
      const subscription = urql.subscription('subscription { a }', {}, { fetchSubscriptions: true })
      outcomes.push({ result: seen(await subscription.toPromise()), sent: apiCalls.length })
    }
    expect(outcomes[0]).toEqual(outcomes[1])
    expect(outcomes[0]).toMatchObject({
      result: { networkError: expect.stringContaining('The API has no subscriptions.') },
      sent: 0,
    })
  })
})

describe('an operation that is let go of', () => {
  const held = () => createRig('ours', () => undefined)

  it('is never sent when that happens in the same breath', async () => {
    const { urql, apiCalls } = held()
    urql
      .query(query, {})
      .subscribe(() => {})
      .unsubscribe()
    await settle()
    expect(apiCalls).toHaveLength(0)
  })

  it('ends its request, and gives nothing', async () => {
    const { urql, apiCalls } = held()
    const results: unknown[] = []
    const { unsubscribe } = urql.query(query, {}).subscribe((result) => results.push(result))
    await settle()
    unsubscribe()
    await settle()
    expect(apiCalls.map(({ init }) => init.signal?.aborted)).toEqual([true])
    expect(results).toEqual([])
  })

  it('tells nothing of its end to an equal one that is begun at once', async () => {
    const { urql, apiCalls } = held()
    const first = urql.query(query, {}).subscribe(() => {})
    await settle()
    first.unsubscribe()
    const results: unknown[] = []
    const { unsubscribe } = urql.query(query, {}).subscribe((result) => results.push(seen(result)))
    await settle()
    expect(results).toEqual([])
    apiCalls[1]?.answer(graphqlResponse({ data: meData }))
    await settle()
    unsubscribe()
    expect(results).toMatchObject([{ data: meData }])
  })

  it('ends its later request too, where it was executed again meanwhile', async () => {
    const { urql, apiCalls } = held()
    const operation = urql.createRequestOperation('query', createRequest(query, {}))
    const { unsubscribe } = urql.executeRequestOperation(operation).subscribe(() => {})
    await settle()
    // urql passes over the first time, since a request is under way.
    for (let time = 0; time < 2; time++) urql.reexecuteOperation(operation)
    await settle()
    expect(apiCalls.map(({ init }) => init.signal?.aborted)).toEqual([false, false])
    unsubscribe()
    await settle()
    expect(apiCalls.map(({ init }) => init.signal?.aborted)).toEqual([true, true])
  })

  it('leaves an equal mutation alone', async () => {
    const { urql, apiCalls } = held()
    const both = [urql.mutation(mutation, {}), urql.mutation(mutation, {})]
    const results: unknown[] = []
    const [first] = both.map((work) => work.subscribe((result) => results.push(result)))
    await settle()
    first?.unsubscribe()
    await settle()
    for (const { answer } of apiCalls) answer(graphqlResponse({ data: meData }))
    await settle()
    expect(apiCalls).toHaveLength(2)
    expect(results).toHaveLength(1)
  })
})

describe('an operation that is over', () => {
  it.each([
    ['has its result', async () => graphqlResponse({ data: meData }), mutation],
    ['was let go of', () => new Promise<Response>(() => {}), query],
  ])('is kept by nobody, when it %s', async (_why, answer, document) => {
    // Without a log of calls: the reason of an aborted signal leads to what was aborted.
    const fetch: typeof globalThis.fetch = (input) =>
      String(input).endsWith('/oauth/token') ? Promise.resolve(tokenResponse('t')) : answer()
    const { urql, dispose } = createClient({ ...fakeCredentials, baseUrl: apiUrl, fetch })
    const kept: Array<WeakRef<object>> = []
    for (let count = 0; count < 20; count++) {
      const variables = { count }
      kept.push(new WeakRef(variables))
      const execute = document === mutation ? urql.mutation : urql.query
      const { unsubscribe } = execute(document, variables).subscribe(() => {})
      await settle()
      unsubscribe()
      await settle()
    }
    await vi.waitFor(() => {
      collectGarbage()
      expect(kept.filter((variables) => variables.deref()).length).toBeLessThan(3)
    })
    dispose()
  })
})

describe("an exchange of the application's", () => {
  it('stands before the network, and sees operations without anything of ours', async () => {
    const contexts: unknown[] = []
    const spy: Exchange =
      ({ forward }) =>
      (operations) =>
        pipe(
          forward(operations),
          onPush(({ operation }) => contexts.push(operation.context.fetch)),
        )
    const { fetch } = createScriptedFetch(({ url }) =>
      url.endsWith('/oauth/token') ? tokenResponse('t') : graphqlResponse({ data: meData }),
    )
    const client = createClient({ ...fakeCredentials, baseUrl: apiUrl, fetch, exchanges: [spy] })
    await client.urql.query(query, {}).toPromise()
    expect(contexts).toEqual([undefined])
    client.dispose()
  })
})
