import { getOperationAST, parse } from 'graphql'
import { type ApiRequest, textOf } from '../http/messages.js'

/**
 * The name of the operation that a request asks for, without executing it; `null` if it has none
 * or cannot be understood.
 */
export function readOperationName(request: ApiRequest): string | null {
  const { query, operationName } = readParameters(request)
  if (typeof operationName === 'string' && operationName !== '') return operationName
  if (typeof query !== 'string') return null
  try {
    return getOperationAST(parse(query))?.name?.value ?? null
  } catch {
    return null
  }
}

interface Parameters {
  readonly query?: unknown
  readonly operationName?: unknown
}

function readParameters(request: ApiRequest): Parameters {
  if (request.method === 'GET') {
    return Object.fromEntries(request.url.searchParams)
  }
  try {
    const body: unknown = JSON.parse(textOf(request))
    return typeof body === 'object' && body !== null ? body : {}
  } catch {
    return {}
  }
}
