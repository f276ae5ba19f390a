// Every request of the sandbox, from a socket or in process, comes through here: it must name its
// user agent, it is routed by path, all but the token endpoint want a token, and it is logged.

import type { SandboxClock } from '../clock.js'
import type { OperationNote } from '../graphql/endpoint.js'
import type { AccessTokens } from './access-tokens.js'
import { checkBearer } from './bearer-guard.js'
import { errorResponse } from './json-response.js'
import type { RequestLog, SandboxRequestKind } from './request-log.js'

/** Answers a request and never rejects. */
export type RequestHandler = (request: Request) => Promise<Response>

/** The parts of the service. */
export interface RequestHandlerConfig {
  readonly tokens: AccessTokens
  readonly answerToken: (request: Request) => Promise<Response>
  readonly answerGraphql: (request: Request, note: OperationNote) => Promise<Response>
  readonly answerSchema: (request: Request) => Response
  readonly log: RequestLog
  readonly clock: SandboxClock
}

const allowedMethods: Readonly<Record<Exclude<SandboxRequestKind, 'other'>, string>> = {
  token: 'POST, OPTIONS',
  graphql: 'GET, POST, OPTIONS',
  schema: 'GET, HEAD, OPTIONS',
}

/** Puts the parts together. */
export function createRequestHandler(config: RequestHandlerConfig): RequestHandler {
  return async (request) => {
    const receivedAt = config.clock.now()
    const url = new URL(request.url)
    const kind = kindOf(request, url)
    const userAgent = request.headers.get('user-agent')
    const note: OperationNote = { operationName: null }
    const response = await answer(kind, request, userAgent, note).catch(() =>
      errorResponse(500, 'INTERNAL_ERROR', 'The sandbox itself failed; this is a bug in it.'),
    )
    config.log.add({
      kind,
      method: request.method,
      path: url.pathname,
      status: response.status,
      userAgent,
      operationName: note.operationName,
      receivedAt,
    })
    return request.method === 'HEAD' ? new Response(null, response) : response
  }

  async function answer(
    kind: SandboxRequestKind,
    request: Request,
    userAgent: string | null,
    note: OperationNote,
  ): Promise<Response> {
    if (userAgent === null || userAgent.trim() === '') {
      const message = 'Every request must carry a User-Agent header that is not empty.'
      return errorResponse(400, 'USER_AGENT_MISSING', message)
    }
    if (kind === 'other') return errorResponse(404, 'NOT_FOUND', 'There is nothing at this path.')
    if (request.method === 'OPTIONS') {
      return new Response(null, { status: 204, headers: { allow: allowedMethods[kind] } })
    }
    if (kind === 'token') return config.answerToken(request)
    const refusal = await checkBearer(request, config.tokens)
    if (refusal !== undefined) return refusal
    return kind === 'schema' ? config.answerSchema(request) : config.answerGraphql(request, note)
  }
}

function kindOf(request: Request, url: URL): SandboxRequestKind {
  if (url.pathname === '/oauth/token') return 'token'
  if (url.pathname !== '/graphql' && url.pathname !== '/graphql/') return 'other'
  if (request.method === 'POST') return 'graphql'
  // ASP.NET, and so Hot Chocolate, takes names in the query string without regard to case.
  return [...url.searchParams.keys()].some((name) => name.toLowerCase() === 'sdl')
    ? 'schema'
    : 'graphql'
}
