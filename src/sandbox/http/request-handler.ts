// Every request to the API, from a socket or in process, comes through here: it must name its user
// agent, it is routed by path, most want a token, and it is logged.
import type { SandboxClock } from '../clock.js'
import type { OperationNote } from '../graphql/endpoint.js'
import type { ApiClient } from '../world/api-clients.js'
import type { BearerGuard } from './bearer-guard.js'
import { bodyLimitMiB } from './body-limit.js'
import type { Interceptor } from './intercept.js'
import { errorResponse } from './json-response.js'
import { type ApiRequest, type ApiResponse, isNeverAnswered, respond } from './messages.js'
import { refusal } from './refusal.js'
import type { RequestLog, SandboxRequestKind } from './request-log.js'
import { refuseToken } from './token-refusal.js'

/** Answers a request and never rejects. */
export type RequestHandler = (request: ApiRequest) => Promise<ApiResponse>

/** A part of the service that wants a token. */
type GuardedPart = (
  request: ApiRequest,
  client: ApiClient,
  note: OperationNote,
) => ApiResponse | Promise<ApiResponse>

/** The parts of the service. */
export interface RequestHandlerConfig {
  readonly guard: BearerGuard
  readonly answerToken: (request: ApiRequest) => Promise<ApiResponse>
  readonly answerUpload: (request: ApiRequest) => Promise<ApiResponse>
  readonly answerView: (request: ApiRequest) => ApiResponse
  readonly guarded: Readonly<Record<'graphql' | 'schema' | 'file', GuardedPart>>
  readonly log: RequestLog
  readonly clock: SandboxClock
  /** Stands before all parts: limits and faults. */
  readonly intercept: Interceptor
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
    request: ApiRequest,
    note: OperationNote,
  ): Promise<ApiResponse> {
    const userAgent = request.headers.get('user-agent')
    if (userAgent === null || userAgent.trim() === '') {
      const message = 'Every request must carry a User-Agent header that is not empty.'
      return kind === 'token'
        ? refuseToken(400, 'invalid_request', message)
        : errorResponse(400, 'USER_AGENT_MISSING', message)
    }
    if (request.isTooLarge) {
      const limitMiB = bodyLimitMiB(request.url.pathname)
      return refusal(kind, 413, `The body is larger than ${limitMiB} MiB.`)
    }
    if (kind === 'other') return errorResponse(404, 'NOT_FOUND', 'There is nothing at this path.')
    if (request.method === 'OPTIONS') {
      return respond(204, null, { allow: allowedMethods[kind] })
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
  config: Pick<RequestHandlerConfig, 'clock' | 'log' | 'intercept'>,
  answerStorage: (request: ApiRequest) => ApiResponse,
): RequestHandler {
  const note = { operationName: null }
  return (request) => logged(config, request, 'storage', note, async () => answerStorage(request))
}

async function logged(
  { clock, log, intercept }: Pick<RequestHandlerConfig, 'clock' | 'log' | 'intercept'>,
  request: ApiRequest,
  kind: SandboxRequestKind,
  note: OperationNote,
  answer: () => Promise<ApiResponse>,
): Promise<ApiResponse> {
  const receivedAt = clock.now()
  const response = await intercept({ kind, request, note }, answer).catch(() =>
    errorResponse(500, 'INTERNAL_ERROR', 'The sandbox itself failed; this is a bug in it.'),
  )
  log.add({
    kind,
    method: request.method,
    path: request.url.pathname,
    status: response.status,
    userAgent: request.headers.get('user-agent'),
    operationName: note.operationName,
    receivedAt,
  })
  const isHead = request.method === 'HEAD' && !isNeverAnswered(response)
  return isHead ? { ...response, body: null } : response
}

const kindsByPath: readonly (readonly [RegExp, ApiRequestKind])[] = [
  [/^\/(files|pdfs)\/[^/]+$/, 'file'],
  [/^\/uploads\/[^/]+$/, 'upload'],
  [/^\/(app|verification)\//, 'view'],
]

/** Which part of the service a request is for, by its path. */
export function kindOf(request: ApiRequest): ApiRequestKind {
  const { pathname, searchParams } = request.url
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
