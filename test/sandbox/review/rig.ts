// A review around answers that a test chooses, in time that a test moves.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema } from 'graphql'
import { readRequest, toFetchResponse } from '../../../src/sandbox/http/fetch-messages.js'
import type { ApiResponse } from '../../../src/sandbox/http/messages.js'
import type {
  ReviewInput,
  ReviewItem,
  ReviewItemId,
  ReviewReport,
} from '../../../src/sandbox/index.js'
import { createReview } from '../../../src/sandbox/review/review.js'
import { startOfTest } from '../support.js'

const path = join(import.meta.dirname, '../../../graphql/schema.graphql')
export const schema = buildSchema(readFileSync(path, 'utf8'))

const client = {
  clientId: 'fake-client-id',
  clientSecret: 'fake-secret-for-tests-only',
  name: 'Test',
  scopes: ['read-only'],
  organizationIds: new Set<string>(),
}

export interface Rig {
  /** What is answered next; the last one stays. */
  answers: Response[]
  /** Lets time pass on both clocks, or on one. */
  readonly wait: (ms: number, on?: 'clock' | 'monotonic') => void
  /** Sends an operation, `query Me { me { scopes } }` by default. */
  readonly ask: (query?: string, variables?: object) => Promise<Response>
  readonly send: (path: string, init?: RequestInit) => Promise<Response>
  /** Gets a token, which `ask` and `send` carry from then on. */
  readonly enter: () => Promise<void>
  readonly report: (input?: ReviewInput) => ReviewReport
  readonly item: (id: ReviewItemId) => ReviewItem
  /** Whether tokens are still good as far as the service knows. */
  isTokenValid: boolean
}

export const ok = () => Response.json({ data: { me: { scopes: [] } } })
export const refusal = (status: number, retryAfter?: string) =>
  new Response(null, { status, headers: retryAfter ? { 'retry-after': retryAfter } : {} })

export function createRig(): Rig {
  const time = { clock: startOfTest, monotonic: 0 }
  let issued = 0
  let token = 'none'
  const review = createReview({
    clock: { now: () => time.clock },
    monotonic: () => time.monotonic,
    schema: () => schema,
    clients: new Map([[client.clientId, client]]),
    isValidToken: async () => rig.isTokenValid,
  })
  const handle = review.watch(async () => {
    const [next = ok(), ...others] = rig.answers
    if (others.length > 0) rig.answers = others
    return readResponse(next.clone())
  })
  const send: Rig['send'] = async (target, init = {}) => {
    const headers = { 'user-agent': 'outsider/1.0', authorization: `Bearer ${token}` }
    const request = new Request(`http://sandbox.test${target}`, {
      ...init,
      headers: { ...headers, ...Object(init.headers) },
    })
    return toFetchResponse(await handle(await readRequest(request)))
  }
  const rig: Rig = {
    answers: [],
    isTokenValid: true,
    wait(ms, on) {
      if (on !== 'monotonic') time.clock += ms
      if (on !== 'clock') time.monotonic += ms
    },
    send,
    ask: (query = 'query Me { me { scopes } }', variables) =>
      send('/graphql/', { method: 'POST', body: JSON.stringify({ query, variables }) }),
    async enter() {
      issued += 1
      const { answers } = rig
      rig.answers = [Response.json({ access_token: `token-${issued}`, expires_in: 3600 })]
      await send('/oauth/token', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ client_id: client.clientId }),
      })
      token = `token-${issued}`
      rig.answers = answers
    },
    report: review.report,
    item: (id) => itemOf(review.report(), id),
  }
  return rig
}

/** An answer of fetch as the sandbox has it. */
export async function readResponse(response: Response): Promise<ApiResponse> {
  const { status, headers } = response
  return { status, headers: new Map(headers), body: new Uint8Array(await response.arrayBuffer()) }
}

export function itemOf({ items }: ReviewReport, id: ReviewItemId): ReviewItem {
  const item = items.find((candidate) => candidate.id === id)
  if (!item) throw new Error(`the report has no item ${id}`)
  return item
}
