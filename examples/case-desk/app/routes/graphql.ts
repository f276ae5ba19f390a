// Where the browser's urql sends its operations. Not a proxy: it knows a handful of operations by
// their names, and takes nothing but variables from outside.
import { ask, isAllowed } from '../first-aml.server'
import type { Route } from './+types/graphql'

/** More than any form here holds, in bytes. */
const mostBytes = 16_384

export async function action({ request }: Route.ActionArgs): Promise<Response> {
  // Browsers say so themselves; a page of another site cannot make them say it.
  if (request.headers.get('sec-fetch-site') !== 'same-origin') {
    return refuse(403, 'Only the pages of this server may ask here.')
  }
  if (!(Number(request.headers.get('content-length') ?? Number.NaN) <= mostBytes)) {
    return refuse(413, `A request needs a length, of at most ${mostBytes} bytes.`)
  }
  const body: unknown = await request.json().catch(() => undefined)
  if (!isObject(body) || !isAllowed(body.operationName)) {
    return refuse(400, 'The body names no operation that is allowed here.')
  }
  const answer = await ask(body.operationName, isObject(body.variables) ? body.variables : {})
  return Response.json(answer, { headers: { 'cache-control': 'no-store' } })
}

export function loader(): Response {
  return refuse(405, 'Operations come by POST.', { allow: 'POST' })
}

function refuse(status: number, message: string, headers: HeadersInit = {}): Response {
  return Response.json({ errors: [{ message }] }, { status, headers })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
