// What the sandbox shows to people with a browser: GraphiQL at the GraphQL endpoint, and a page at
// /_sandbox/ on which requests appear as they come. None of it is the vendor's, so none of it is
// logged or wants a token, and an API client never meets it.
//
// | request                                                      | answer                      |
// |--------------------------------------------------------------|-----------------------------|
// | GET /graphql, `Accept` names text/html, no token, no query   | GraphiQL                    |
// | GET /_sandbox/                                               | the live page               |
// | GET /_sandbox/live.json                                      | what it shows               |
// | POST /_sandbox/token                                         | a token, for GraphiQL       |
// | GET /_sandbox/<file>                                         | scripts and styles          |
//
// The pages answer to loopback names only: a page of the web whose name is made to point here
// (DNS rebinding) gets what everybody gets at an unknown path.
import type { SandboxClock } from '../clock.js'
import type { SandboxScriptedFault } from '../faults/fault.js'
import type { AccessTokens } from '../http/access-tokens.js'
import { jsonResponse } from '../http/json-response.js'
import type { ApiRequest, ApiResponse, RequestHeaders } from '../http/messages.js'
import type { RequestLog } from '../http/request-log.js'
import { answerPageAsset, isPageAsset } from '../page-assets.js'

/** What `createBrowserPages` needs. */
export interface BrowserPagesConfig {
  readonly clock: SandboxClock
  readonly log: RequestLog
  readonly tokens: AccessTokens
  /** Whose tokens GraphiQL uses. */
  readonly clientId: string
  /** The faults that are still to come. */
  readonly faults: () => readonly SandboxScriptedFault[]
}

/** Answers what is for browsers; `undefined` leaves a request to the API. */
export type BrowserPages = (request: ApiRequest) => Promise<ApiResponse> | undefined

const shownRequests = 100
const shownTokens = 8

/** Makes the handler of the pages. */
export function createBrowserPages(config: BrowserPagesConfig): BrowserPages {
  return (request) => {
    const { pathname, searchParams } = request.url
    if (!isLoopback(request.headers.get('host'))) return undefined
    if (request.method === 'POST' && pathname === '/_sandbox/token') return answerToken(request)
    if (request.method !== 'GET') return undefined
    if (pathname === '/graphql' || pathname === '/graphql/') {
      return searchParams.size === 0 && isBrowser(request.headers)
        ? answerPageAsset('graphiql.html')
        : undefined
    }
    if (pathname === '/_sandbox' || pathname === '/_sandbox/') return answerPageAsset('live.html')
    if (pathname === '/_sandbox/live.json') return answerState()
    const [, name = ''] = /^\/_sandbox\/([a-z]+\.(?:js|css))$/.exec(pathname) ?? []
    return isPageAsset(name) ? answerPageAsset(name) : undefined
  }

  async function answerState(): Promise<ApiResponse> {
    const { clock, faults, log, tokens } = config
    const state = {
      now: clock.now(),
      counts: log.counts,
      requests: log.entries.slice(-shownRequests).reverse(),
      tokens: tokens.newest().slice(0, shownTokens),
      faults: faults().map(({ id, kind, operation, remaining, fault }) => ({
        label: `${id}: ${fault.type} for ${operation ?? kind}`,
        left: remaining,
      })),
    }
    return jsonResponse(200, state, noStore)
  }

  async function answerToken(request: ApiRequest): Promise<ApiResponse> {
    // Browsers ask before they send JSON to another origin, and nobody here says yes.
    if (request.headers.get('content-type') !== 'application/json') {
      return jsonResponse(415, { error: 'Send application/json.' }, noStore)
    }
    return jsonResponse(200, { access_token: await config.tokens.issue(config.clientId) }, noStore)
  }
}

const noStore = { 'cache-control': 'no-store' }

/** Somebody with a token or with other wishes is a client of the API, whatever it is made with. */
function isBrowser(headers: RequestHeaders): boolean {
  return !headers.has('authorization') && /(^|,)\s*text\/html\b/i.test(headers.get('accept') ?? '')
}

/** Requests in process have no `Host`. */
function isLoopback(host: string | null): boolean {
  return host === null || /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host)
}
