// Throttling. That First AML throttles is documented; its numbers, status, headers and codes are
// not, so all of them can be chosen. `RateLimit` is the one of the IETF's draft.
import type { SandboxClock } from '../clock.js'
import { readOperationName } from '../graphql/operation-name.js'
import type { Interceptor, Visit } from '../http/intercept.js'
import type { ApiResponse } from '../http/messages.js'
import { graphqlRefusal, refusal } from '../http/refusal.js'
import type { SandboxRequestKind } from '../http/request-log.js'
import type { ThrottleSettings } from './limit-options.js'
import { createTokenBucket } from './token-bucket.js'

const throttledKinds: readonly SandboxRequestKind[] = [
  'token',
  'graphql',
  'schema',
  'file',
  'upload',
]
const message = 'Too many requests. Slow down, and wait longer each time before trying again.'

/** Makes the interceptor that refuses what is too much; without settings it refuses nothing. */
export function createThrottle(
  settings: ThrottleSettings | undefined,
  clock: SandboxClock,
): Interceptor {
  if (settings === undefined) return (_, answer) => answer()
  const { burst, perSecond, rateLimitHeaders } = settings
  const bucket = createTokenBucket(settings, clock)
  const policy = `"default";q=${burst};w=${Math.max(1, Math.ceil(burst / perSecond))}`

  return async (visit, answer) => {
    if (!throttledKinds.includes(visit.kind) || visit.request.method === 'OPTIONS') return answer()
    const isAllowed = bucket.take()
    const remaining = bucket.remaining()
    const resetSeconds = bucket.secondsToFull()
    const response = isAllowed
      ? await answer()
      : refuse(visit, settings, Math.max(1, bucket.secondsToNext()))
    if (rateLimitHeaders) {
      response.headers.set('ratelimit', `"default";r=${remaining};t=${resetSeconds}`)
      response.headers.set('ratelimit-policy', policy)
    }
    return response
  }
}

function refuse(
  { kind, request, note }: Visit,
  { status, code, retryAfter }: ThrottleSettings,
  seconds: number,
): ApiResponse {
  const isGraphql = kind === 'graphql'
  if (isGraphql) note.operationName = readOperationName(request)
  const response =
    status === 200 && isGraphql
      ? graphqlRefusal(request, code, message)
      : refusal(kind, status === 200 ? 429 : status, message)
  if (retryAfter) response.headers.set('retry-after', String(seconds))
  return response
}
