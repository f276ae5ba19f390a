// First AML's go-live review, as far as it can be seen from the API's side. It stands around the
// request handler, so that it judges what callers really get, and keeps counts and the first pieces
// of evidence only, so that a sandbox can stay up for days.
import type { GraphQLSchema } from 'graphql'
import type { SandboxClock } from '../clock.js'
import { type ApiResponse, bytesOf } from '../http/messages.js'
import type { RequestHandler } from '../http/request-handler.js'
import type { ApiClient } from '../world/api-clients.js'
import { createAnalysis } from './analysed-operation.js'
import { type Answer, readRetryAfterMs } from './answer.js'
import { type Arrival, readArrival } from './arrival.js'
import { watchBackOff } from './back-off.js'
import { createMoments } from './moment.js'
import { watchSelections } from './over-selection.js'
import type { ReviewReport } from './report.js'
import { watchScopes } from './scopes.js'
import { type ReviewInput, readSelectionInput } from './selection-input.js'
import { watchTokens } from './tokens.js'
import { watchUserAgents } from './user-agents.js'

/** Watches traffic, and tells what it saw. */
export interface Review {
  /** Puts the review around a handler. */
  readonly watch: (handle: RequestHandler) => RequestHandler
  /** Judges what was seen so far. Throws a `TypeError` for an input that cannot be used. */
  readonly report: (input?: ReviewInput) => ReviewReport
}

/** What `createReview` needs. */
export interface ReviewConfig {
  readonly clock: SandboxClock
  /** A clock in milliseconds that shows real waiting. Default: the system's. */
  readonly monotonic?: () => number
  /** The schema as it is served now. */
  readonly schema: () => GraphQLSchema
  readonly clients: ReadonlyMap<string, ApiClient>
  /** Whether a token would still be accepted. */
  readonly isValidToken: (token: string) => Promise<boolean>
}

/** Starts with nothing seen. */
export function createReview(config: ReviewConfig): Review {
  const { clients, clock, monotonic = () => performance.now() } = config
  const moment = createMoments(clock, monotonic)
  const analyse = createAnalysis(config.schema)
  const tokens = watchTokens(config.isValidToken)
  const backOff = watchBackOff()
  const userAgents = watchUserAgents()
  const scopes = watchScopes()
  const selections = watchSelections()
  const watchers = [backOff, userAgents, scopes, selections]
  let requests = 0

  function clientOf({ credentialsOf, token }: Arrival): ApiClient | undefined {
    return clients.get(credentialsOf ?? tokens.ownerOf(token ?? '') ?? '')
  }

  async function watchAnswer(
    arrival: Arrival,
    client: ApiClient | undefined,
    response: ApiResponse,
  ): Promise<void> {
    const { graphql, kind, token } = arrival
    const { headers, status } = response
    const answer: Answer = {
      at: moment(),
      status,
      retryAfterMs: readRetryAfterMs(headers, clock.now()),
      operation: graphql && status === 200 ? analyse(graphql) : undefined,
      client,
    }
    for (const watcher of watchers) watcher.answered(arrival, answer)
    if (status === 401 && token !== undefined) tokens.refused(token)
    if (kind === 'token' && status === 200) {
      // A fault may have made a page of it, or broken it off; then nobody got a token.
      const issued = readIssued(response)
      if (issued) await tokens.issued(arrival, issued.access_token, issued.expires_in * 1000)
    }
  }

  return {
    watch: (handle) => async (request) => {
      requests += 1
      const arrival = readArrival(request, requests, moment(), (params) => analyse(params)?.label)
      const client = clientOf(arrival)
      for (const watcher of watchers) watcher.arrived?.(arrival, client?.clientId)
      const response = await handle(request)
      await watchAnswer(arrival, client, response)
      return response
    },
    report(input = {}) {
      const selection = readSelectionInput(input.selection)
      const items = [
        backOff.item(),
        tokens.item(),
        userAgents.item(),
        scopes.item(),
        selections.item(selection),
      ]
      const passed = requests > 0 && items.every(({ verdict }) => verdict !== 'fail')
      return { items, requests, passed }
    },
  }
}

interface IssuedToken {
  readonly access_token: string
  readonly expires_in: number
}

function readIssued(response: ApiResponse): IssuedToken | undefined {
  if (response.arriving !== undefined) return undefined
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytesOf(response)))
    return isIssued(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isIssued(value: unknown): value is IssuedToken {
  return (
    typeof value === 'object' &&
    value !== null &&
    'access_token' in value &&
    typeof value.access_token === 'string' &&
    'expires_in' in value &&
    typeof value.expires_in === 'number'
  )
}
