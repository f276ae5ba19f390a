import { type ApiRequest, textOf } from '../http/messages.js'

/** What is asked of GraphQL. */
export interface GraphqlParameters {
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>> | undefined
}

/** Why it cannot be understood. */
export interface BadParameters {
  readonly complaint: string
}

/** Reads the parameters of a request, from its body or, with GET, from its address. */
export function readParameters(request: ApiRequest): GraphqlParameters | BadParameters {
  return request.method === 'GET' ? readQueryString(request.url) : readBody(textOf(request))
}

function readBody(text: string): GraphqlParameters | BadParameters {
  const given = parseJson(text)
  if (given === undefined) return { complaint: 'The body is not valid JSON.' }
  if (Array.isArray(given)) return { complaint: 'Batches are not supported.' }
  if (!isRecord(given)) return { complaint: 'The body must be a JSON object.' }
  return checkParameters(given)
}

function readQueryString({ searchParams }: URL): GraphqlParameters | BadParameters {
  const given: Record<string, unknown> = {}
  for (const name of ['query', 'operationName']) given[name] = searchParams.get(name)
  for (const name of ['variables', 'extensions']) {
    const text = searchParams.get(name)
    if (text === null || text === '') continue
    given[name] = parseJson(text)
    if (given[name] === undefined) return { complaint: `${name} must be valid JSON.` }
  }
  return checkParameters(given)
}

function checkParameters(
  given: Readonly<Record<string, unknown>>,
): GraphqlParameters | BadParameters {
  const { query, operationName, variables, extensions } = given
  if (typeof query !== 'string' || query === '') {
    return { complaint: 'query must be a string that is not empty.' }
  }
  if (!isMissing(operationName) && typeof operationName !== 'string') {
    return { complaint: 'operationName must be a string.' }
  }
  if (!isMissing(variables) && !isRecord(variables)) {
    return { complaint: 'variables must be an object.' }
  }
  if (!isMissing(extensions) && !isRecord(extensions)) {
    return { complaint: 'extensions must be an object.' }
  }
  return {
    query,
    operationName: operationName || undefined,
    variables: variables ?? undefined,
  }
}

function isMissing(value: unknown): value is null | undefined {
  return value === undefined || value === null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
