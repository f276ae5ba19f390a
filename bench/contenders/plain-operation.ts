import { operationText } from '../operation.js'
import type { Wiring } from './contender.js'

/** An HTTP status other than 2xx. */
class HttpError extends Error {
  readonly status: number
  constructor(status: number) {
    super(`The API answered ${status}`)
    this.status = status
  }
}

export function isUnauthorized(error: unknown): boolean {
  return error instanceof HttpError && error.status === 401
}

/** The operation over plain fetch, as an application writes it. */
export async function sendPlainOperation(
  wiring: Wiring,
  token: string,
  n: number,
  signal?: AbortSignal,
): Promise<unknown> {
  const response = await wiring.fetch(wiring.graphqlUrl, {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json',
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ query: operationText, variables: { n } }),
    ...(signal && { signal }),
  })
  if (!response.ok) throw new HttpError(response.status)
  const { data, errors }: { data?: unknown; errors?: readonly { message: string }[] } =
    await response.json()
  if (errors) throw new Error(errors.map(({ message }) => message).join(', '))
  return data
}
