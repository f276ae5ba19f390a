/**
 * The vendor in process: a token endpoint and a GraphQL endpoint behind a `fetch`, counting, with
 * delays and faults to order. Like a server, it looks at a token when the request arrives and
 * answers later; like the standard fetch, it listens to the signal.
 */
import type { Wiring } from './contenders/contender.js'
import { operationAnswer } from './operation.js'

/** A GraphQL request as the vendor sees it on arrival. */
interface Arrival {
  readonly n: number
  readonly isAccepted: boolean
}

/** How the vendor behaves; may be changed while it runs. */
export interface VendorScript {
  /** Milliseconds that a token request takes; 0 answers without a timer. */
  tokenMs: number
  /** Milliseconds that a GraphQL request takes, or what it waits for; 0 answers without a timer. */
  graphqlDelay: (arrival: Arrival) => number | Promise<void>
  refusesEveryToken: boolean
  refusesCredentials: boolean
  /** Takes the place of the answer to an accepted request. */
  answer: (() => Response) | undefined
}

export interface Vendor {
  readonly wiring: Wiring
  readonly script: VendorScript
  /** Token requests so far. */
  readonly tokenRequests: () => number
  readonly graphqlRequests: () => number
  /** Every token issued so far. */
  readonly issued: readonly string[]
  /** Makes every token issued so far a bad one. */
  readonly revoke: () => void
}

/** Lifetime of a token, in seconds: a day, as Auth0's default is. */
export const lifetimeS = 86_400

export function createVendor(script: Partial<VendorScript> = {}): Vendor {
  const settings: VendorScript = {
    tokenMs: 0,
    graphqlDelay: () => 0,
    refusesEveryToken: false,
    refusesCredentials: false,
    answer: undefined,
    ...script,
  }
  const valid = new Set<string>()
  const issued: string[] = []
  let tokenRequests = 0
  let graphqlRequests = 0

  const answerToken = async (signal: AbortSignal | null | undefined): Promise<Response> => {
    const token = `bench-access-token-${++tokenRequests}`
    await wait(settings.tokenMs, signal)
    if (settings.refusesCredentials) {
      return json(401, '{"error":"access_denied","error_description":"Unauthorized"}')
    }
    issued.push(token)
    valid.add(token)
    return json(
      200,
      JSON.stringify({ access_token: token, expires_in: lifetimeS, token_type: 'Bearer' }),
    )
  }

  const answerGraphql = async (init: RequestInit): Promise<Response> => {
    graphqlRequests++
    const authorization = new Headers(init.headers).get('authorization') ?? ''
    const isAccepted =
      !settings.refusesEveryToken && valid.has(authorization.replace(/^Bearer /, ''))
    await wait(settings.graphqlDelay({ n: variableN(init.body), isAccepted }), init.signal)
    if (isAccepted) return settings.answer?.() ?? json(200, operationAnswer)
    return json(401, '{"errors":[{"message":"The access token is not valid."}]}', {
      'www-authenticate': 'Bearer error="invalid_token"',
    })
  }

  const domain = 'vendor.example'
  return {
    wiring: {
      domain,
      tokenUrl: `https://${domain}/oauth/token`,
      graphqlUrl: `https://${domain}/graphql/`,
      clientId: 'bench-client-id',
      clientSecret: 'bench-client-secret',
      audience: 'https://api.vendor.example',
      fetch: async (input, init = {}) => {
        init.signal?.throwIfAborted()
        const url = input instanceof Request ? input.url : String(input)
        return url.includes('/oauth/token') ? answerToken(init.signal) : answerGraphql(init)
      },
    },
    script: settings,
    tokenRequests: () => tokenRequests,
    graphqlRequests: () => graphqlRequests,
    issued,
    revoke: () => valid.clear(),
  }
}

/** A server that works off one request after another, each taking `serviceMs`. */
export function createPacer(serviceMs: number): () => number {
  let freeAt = 0
  return () => {
    const now = performance.now()
    freeAt = Math.max(freeAt, now) + serviceMs
    return freeAt - now
  }
}

function json(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })
}

function variableN(body: RequestInit['body']): number {
  const { variables }: { variables?: { n?: number } } =
    typeof body === 'string' ? JSON.parse(body) : {}
  return variables?.n ?? -1
}

function wait(
  delayMs: number | Promise<void>,
  signal: AbortSignal | null | undefined,
): Promise<void> | undefined {
  if (delayMs === 0) return
  if (typeof delayMs !== 'number') return delayMs
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, delayMs)
    signal?.addEventListener('abort', stop, { once: true })
  })
}
