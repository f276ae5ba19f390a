// What the review knows of a request when it arrives. It reads bodies for itself, so that it can
// stand outside of everything that answers, and sees what the caller sees.
import { createHash } from 'node:crypto'
import { type ApiRequest, textOf } from '../http/messages.js'
import { kindOf } from '../http/request-handler.js'
import type { SandboxRequestKind } from '../http/request-log.js'
import { isUnreadable, parseTokenRequest } from '../http/token-request.js'
import type { Moment } from './moment.js'

/** A request as it arrived. */
export interface Arrival {
  /** From 1, in the order of arrival. */
  readonly number: number
  readonly at: Moment
  readonly kind: Exclude<SandboxRequestKind, 'storage'>
  readonly method: string
  /** Without the query string. */
  readonly path: string
  readonly userAgent: string | null
  /** The bearer token that came along. */
  readonly token: string | undefined
  /** Whose credentials a token request brought. */
  readonly credentialsOf: string | undefined
  /** What is asked of GraphQL, if that could be read. */
  readonly graphql: GraphqlParams | undefined
  /** What it was, in words. */
  readonly what: string
  /** The same for a request that is made again. */
  readonly sameness: string
}

/** The parameters of a GraphQL request. */
export interface GraphqlParams {
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
}

/** Describes a request. */
export function readArrival(
  request: ApiRequest,
  number: number,
  at: Moment,
  nameOperation: (params: GraphqlParams) => string | undefined,
): Arrival {
  const { method, headers } = request
  const kind = kindOf(request)
  const path = request.url.pathname
  const credentialsOf = kind === 'token' ? readClientId(request) : undefined
  const graphql = kind === 'graphql' ? readParams(request) : undefined
  const what = (graphql && nameOperation(graphql)) ?? `${method} ${path}`
  const body = graphql ? writeParams(graphql, request) : (credentialsOf ?? '')
  return {
    number,
    at,
    kind,
    method,
    path,
    userAgent: headers.get('user-agent'),
    token: /^bearer +(.+)$/i.exec(headers.get('authorization') ?? '')?.[1]?.trim(),
    credentialsOf,
    graphql,
    what,
    sameness: createHash('sha1').update(`${method} ${path}\n${body}`).digest('base64'),
  }
}

function readClientId({ headers, body }: ApiRequest): string | undefined {
  const asked = parseTokenRequest(headers.get('content-type'), body)
  return isUnreadable(asked) ? undefined : asked.clientId
}

function readParams(request: ApiRequest): GraphqlParams | undefined {
  const given: unknown =
    request.method === 'POST'
      ? parseJson(textOf(request))
      : Object.fromEntries(request.url.searchParams)
  if (!isRecord(given) || typeof given.query !== 'string') return undefined
  const { query, operationName } = given
  const variables =
    typeof given.variables === 'string' ? parseJson(given.variables) : given.variables
  return {
    query,
    operationName: typeof operationName === 'string' ? operationName : undefined,
    variables: isRecord(variables) ? variables : {},
  }
}

/** Without regard to how the request writes them, unless they are nested too deeply for that. */
function writeParams(
  { query, operationName, variables }: GraphqlParams,
  request: ApiRequest,
): string {
  try {
    return JSON.stringify([query, operationName, variables])
  } catch {
    return `${request.url.search} ${textOf(request)}`
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
