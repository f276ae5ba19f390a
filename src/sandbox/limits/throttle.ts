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

/** A throttle. */
export interface Throttle {
  /** Refuses what is too much. */
  readonly intercept: Interceptor
  /** Lets through as much as at the start. */
  readonly reset: () => void
}

/** Makes the throttle; without settings it refuses nothing. */
export function createThrottle(
  settings: ThrottleSettings | undefined,
  clock: SandboxClock,
): Throttle {
  if (settings === undefined) return { intercept: (_, answer) => answer(), reset: () => undefined }
  const { burst, perSecond, rateLimitHeaders } = settings
  const bucket = createTokenBucket(settings, clock)
  const policy = `"default";q=${burst};w=${Math.max(1, Math.ceil(burst / perSecond))}`

  const intercept: Interceptor = async (visit, answer) => {
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
  return { intercept, reset: bucket.refill }
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
