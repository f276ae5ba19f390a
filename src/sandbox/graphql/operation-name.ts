import { getOperationAST, parse } from 'graphql'

/**
 * The name of the operation that a request asks for, without executing it; `null` if it has none
 * or cannot be understood. Leaves the request's body to be read again.
 */
export async function readOperationName(request: Request): Promise<string | null> {
  const { query, operationName } = await readParameters(request.clone())
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

async function readParameters(request: Request): Promise<Parameters> {
  if (request.method === 'GET') {
    return Object.fromEntries(new URL(request.url).searchParams)
  }
  try {
    const body: unknown = JSON.parse(await request.text())
    return typeof body === 'object' && body !== null ? body : {}
  } catch {
    return {}
  }
}
