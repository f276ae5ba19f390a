// A whole client against a scripted vendor, with time held still: tokens are numbered, the API
// takes those that are valid, and either endpoint can be taken over by a test.
import { afterEach } from 'vitest'
import {
  type ClientEvent,
  createClient,
  type FirstAmlClient,
  type FirstAmlClientOptions,
} from '../../src/index.js'
import { createFakeClock, type FakeClock, settle } from '../support/fake-clock.js'
import {
  createScriptedFetch,
  graphqlResponse,
  type HeldCall,
  tokenResponse,
} from '../support/scripted-fetch.js'
import { fakeCredentials } from '../support/vendor-rig.js'

export const apiUrl = 'https://api.test'
export const query = 'query Look { me { apiClientId } }'
export const mutation = 'mutation Submit { submitCase(caseId: "1") { __typename } }'
export const meData = { me: { apiClientId: 'x@clients' } }

/** Answers the call number `index`, from 0, or leaves it held by returning undefined. */
export type Answer = (call: HeldCall, index: number) => Response | Promise<Response> | undefined

export interface ApiRig {
  readonly client: FirstAmlClient
  readonly clock: FakeClock
  readonly fetch: typeof globalThis.fetch
  /** Token requests so far: T. */
  readonly tokenCalls: HeldCall[]
  /** Requests to the API so far: G. */
  readonly apiCalls: HeldCall[]
  readonly events: ClientEvent[]
  /** Tokens that the API takes; every token issued by default joins it. */
  readonly valid: Set<string>
  onToken: Answer
  onApi: Answer
}

const clients = new Set<FirstAmlClient>()
afterEach(() => {
  for (const client of clients) client.dispose()
  clients.clear()
})

export function unauthorized(challenge = 'Bearer error="invalid_token"'): Response {
  return Response.json(
    { errors: [{ message: 'The token is not valid.' }] },
    { status: 401, ...(challenge && { headers: { 'www-authenticate': challenge } }) },
  )
}

export function bearerOf(call: HeldCall | undefined): string | undefined {
  return call?.headers.get('authorization')?.replace(/^Bearer /, '')
}

export function createApiRig(options: Partial<FirstAmlClientOptions> = {}): ApiRig {
  const clock = createFakeClock()
  const tokenCalls: HeldCall[] = []
  const apiCalls: HeldCall[] = []
  const events: ClientEvent[] = []
  const valid = new Set<string>()
  const { fetch } = createScriptedFetch((call) => {
    const [log, answer] = call.url.endsWith('/oauth/token')
      ? ([tokenCalls, rig.onToken] as const)
      : ([apiCalls, rig.onApi] as const)
    log.push(call)
    return answer(call, log.length - 1)
  })
  const client = createClient({
    ...fakeCredentials,
    baseUrl: apiUrl,
    fetch,
    runtime: clock.runtime,
    retry: false,
    onEvent: (event) => events.push(event),
    ...options,
  })
  clients.add(client)
  const rig: ApiRig = {
    client,
    clock,
    fetch,
    tokenCalls,
    apiCalls,
    events,
    valid,
    onToken: (_call, index) => {
      const token = `token-${index + 1}`
      valid.add(token)
      return tokenResponse(token)
    },
    onApi: (call) => {
      const token = bearerOf(call)
      return token !== undefined && valid.has(token)
        ? graphqlResponse({ data: meData })
        : unauthorized()
    },
  }
  return rig
}

/** What has become of a promise, without waiting for it. */
export interface Followed {
  settled: boolean
  value?: unknown
  error?: unknown
}

export function follow(work: PromiseLike<unknown>): Followed {
  const state: Followed = { settled: false }
  work.then(
    (value) => Object.assign(state, { settled: true, value }),
    (error: unknown) => Object.assign(state, { settled: true, error }),
  )
  return state
}

/** The error of work that must fail. */
export async function failureOf(work: PromiseLike<unknown>): Promise<unknown> {
  try {
    await work
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}

/** A response whose body never ends, and that tells when it is let go of. */
export function stalledResponse(contentType = 'application/json'): {
  response: Response
  released: () => boolean
} {
  let released = false
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"data":')),
    cancel: () => {
      released = true
    },
  })
  return {
    response: new Response(body, { headers: { 'content-type': contentType } }),
    released: () => released,
  }
}

/** A `fetch` that pays no heed to signals, as some of an application's own do. */
export function deafToSignals(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, { signal: _, ...init } = {}) => fetch(input, init)
}

export { graphqlResponse, settle, tokenResponse }
