// Every request to the API, from a socket or in process, comes through here: it must name its user
// agent, it is routed by path, most want a token, and it is logged.
import type { SandboxClock } from '../clock.js'
import type { OperationNote } from '../graphql/endpoint.js'
import type { ApiClient } from '../world/api-clients.js'
import type { BearerGuard } from './bearer-guard.js'
import { errorResponse } from './json-response.js'
import type { RequestLog, SandboxRequestKind } from './request-log.js'

/** Answers a request and never rejects. */
export type RequestHandler = (request: Request) => Promise<Response>

/** A part of the service that wants a token. */
type GuardedPart = (
  request: Request,
  client: ApiClient,
  note: OperationNote,
) => Response | Promise<Response>

/** The parts of the service. */
export interface RequestHandlerConfig {
  readonly guard: BearerGuard
  readonly answerToken: (request: Request) => Promise<Response>
  readonly answerUpload: (request: Request) => Promise<Response>
  readonly answerView: (request: Request) => Response
  readonly guarded: Readonly<Record<'graphql' | 'schema' | 'file', GuardedPart>>
  readonly log: RequestLog
  readonly clock: SandboxClock
}

/** The kinds of requests to the API's own origin. */
type ApiRequestKind = Exclude<SandboxRequestKind, 'storage'>

const allowedMethods: Readonly<Record<Exclude<ApiRequestKind, 'other'>, string>> = {
  token: 'POST, OPTIONS',
  graphql: 'GET, POST, OPTIONS',
  schema: 'GET, HEAD, OPTIONS',
  file: 'GET, HEAD, OPTIONS',
  upload: 'POST, OPTIONS',
  view: 'GET, HEAD, OPTIONS',
}

/** Puts the parts together. */
export function createRequestHandler(config: RequestHandlerConfig): RequestHandler {
  return async (request) => {
    const kind = kindOf(request)
    const note: OperationNote = { operationName: null }
    return logged(config, request, kind, note, () => answer(kind, request, note))
  }

  async function answer(
    kind: ApiRequestKind,
    request: Request,
    note: OperationNote,
  ): Promise<Response> {
    const userAgent = request.headers.get('user-agent')
    if (userAgent === null || userAgent.trim() === '') {
      const message = 'Every request must carry a User-Agent header that is not empty.'
      return errorResponse(400, 'USER_AGENT_MISSING', message)
    }
    if (kind === 'other') return errorResponse(404, 'NOT_FOUND', 'There is nothing at this path.')
    if (request.method === 'OPTIONS') {
      return new Response(null, { status: 204, headers: { allow: allowedMethods[kind] } })
    }
    if (kind === 'token') return config.answerToken(request)
    if (kind === 'upload') return config.answerUpload(request)
    if (kind === 'view') return config.answerView(request)
    const admission = await config.guard(request)
    if ('refusal' in admission) return admission.refusal
    return config.guarded[kind](request, admission.client, note)
  }
}

/** Makes the handler of the storage, which is another service at another origin. */
export function createStorageHandler(
  config: Pick<RequestHandlerConfig, 'clock' | 'log'>,
  answerStorage: (request: Request) => Response,
): RequestHandler {
  const note = { operationName: null }
  return (request) => logged(config, request, 'storage', note, async () => answerStorage(request))
}

async function logged(
  { clock, log }: Pick<RequestHandlerConfig, 'clock' | 'log'>,
  request: Request,
  kind: SandboxRequestKind,
  note: OperationNote,
  answer: () => Promise<Response>,
): Promise<Response> {
  const receivedAt = clock.now()
  const response = await answer().catch(() =>
    errorResponse(500, 'INTERNAL_ERROR', 'The sandbox itself failed; this is a bug in it.'),
  )
  log.add({
    kind,
    method: request.method,
    path: new URL(request.url).pathname,
    status: response.status,
    userAgent: request.headers.get('user-agent'),
    operationName: note.operationName,
    receivedAt,
  })
  return request.method === 'HEAD' ? new Response(null, response) : response
}

const kindsByPath: readonly (readonly [RegExp, ApiRequestKind])[] = [
  [/^\/(files|pdfs)\/[^/]+$/, 'file'],
  [/^\/uploads\/[^/]+$/, 'upload'],
  [/^\/(app|verification)\//, 'view'],
]

/** Which part of the service a request is for, by its path. */
export function kindOf(request: Request): ApiRequestKind {
  const { pathname, searchParams } = new URL(request.url)
  if (pathname === '/oauth/token') return 'token'
  if (pathname !== '/graphql' && pathname !== '/graphql/') {
    return kindsByPath.find(([pattern]) => pattern.test(pathname))?.[1] ?? 'other'
  }
  if (request.method === 'POST') return 'graphql'
  // ASP.NET, and so Hot Chocolate, takes names in the query string without regard to case.
  return [...searchParams.keys()].some((name) => name.toLowerCase() === 'sdl')
    ? 'schema'
    : 'graphql'
}
