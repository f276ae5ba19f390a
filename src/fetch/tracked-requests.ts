import { onAbort } from '../base/abort.js'
import { releaseBody } from '../base/bounded-body.js'
import { readRetryAfterMs } from '../base/retry-after.js'
import type { Runtime } from '../base/runtime.js'
import { requireAbsoluteUrl } from './api-origins.js'
import type { RequestNature } from './attempt.js'
import {
  type AuthorizedAnswer,
  type AuthorizedRequest,
  type AuthorizedSend,
  type AuthorizedSendSettings,
  createAuthorizedSend,
} from './authorized-send.js'
import { type Lifetime, throwIfEnded } from './lifetime.js'
import { readRequest } from './read-request.js'
import { isReplayable } from './request-parts.js'
import { isFailingStatus } from './retry-decision.js'
import { createRunAttempts, type RunAttempts } from './run-attempts.js'
import type { Traffic } from './traffic.js'

/** A request of any kind, and what is known of it beyond its method. */
export interface TrackedRequest extends AuthorizedRequest {
  readonly nature?: Partial<RequestNature> | undefined
}

/**
 * Sends a request with all its attempts. What it has begun ends with the client, and when the
 * caller's signal fires: the wait for a token, the request, and the body that is being read.
 *
 * Of the failures, an answer is given whatever its status; what a `fetch` throws is thrown.
 */
export type TrackedSend = (request: TrackedRequest) => Promise<AuthorizedAnswer>

/** The requests of a client that are no operations, which share its traffic. */
export interface TrackedRequests {
  readonly send: TrackedSend
  /**
   * The authorized `fetch` of a client. Only GET and HEAD are made again after a fault; of anything
   * else nobody here knows what it does.
   */
  readonly fetch: typeof globalThis.fetch
}

export function createTrackedRequests(
  settings: AuthorizedSendSettings,
  traffic: Traffic,
): TrackedRequests {
  const { runtime, emit } = settings
  const send = createTrackedSend(
    createAuthorizedSend(settings, traffic),
    createRunAttempts(traffic, runtime, emit),
    traffic.lifetime,
    runtime,
  )
  return { send, fetch: async (input, init) => (await send(readRequest(input, init))).response }
}

function createTrackedSend(
  authorized: AuthorizedSend,
  runAttempts: RunAttempts,
  lifetime: Lifetime,
  runtime: Runtime,
): TrackedSend {
  // A body comes to its end unseen, so what could end it is kept until nobody holds the body.
  const bodies = new FinalizationRegistry<() => void>((release) => release())

  return async (request) => {
    const { url, parts } = request
    const { signal } = parts
    requireAbsoluteUrl(url)
    throwIfEnded(signal, lifetime)
    let controller = new AbortController()
    const stop = (reason: unknown) => {
      release()
      controller.abort(reason)
    }
    const leave = lifetime.onEnd(stop)
    const forget = signal && onAbort(signal, () => stop(signal.reason))
    const release = () => {
      leave()
      forget?.()
      // The stack of a signal's reason leads to who reads the body: kept, it would keep the body.
      bodies.unregister(release)
    }
    try {
      const answer = await runAttempts<AuthorizedAnswer>({
        nature: { ...natureOf(request), ...request.nature },
        signal,
        attempt: async (context) => {
          if (context.again) {
            // An attempt that was given up may still be under way.
            controller.abort()
            controller = new AbortController()
          }
          const own = { ...parts, signal: controller.signal }
          const answer = await authorized.send({ ...request, parts: own }, context)
          authorized.accept(answer)
          const { status, headers } = answer.response
          if (!isFailingStatus(status)) return { value: answer }
          const retryAfterMs = readRetryAfterMs(headers, runtime.now())
          return {
            failure: { type: 'status', status, retryAfterMs },
            abandon: () => releaseBody(answer.response),
            end: () => answer,
          }
        },
        fail: (cause) => {
          throw cause
        },
      })
      const { body } = answer.response
      if (body) bodies.register(body, release, release)
      else release()
      return answer
    } catch (error) {
      stop(error)
      throw error
    }
  }
}

function natureOf({ url, parts }: TrackedRequest): RequestNature {
  const verb = parts.method?.toUpperCase() ?? 'GET'
  return {
    name: `${verb} ${new URL(url).pathname}`,
    kind: verb === 'GET' || verb === 'HEAD' ? 'download' : 'other',
    repeatable: false,
    once: !isReplayable(parts.body),
  }
}
