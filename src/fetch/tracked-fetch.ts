import { onAbort } from '../base/abort.js'
import { releaseBody } from '../base/bounded-body.js'
import { readRetryAfterMs } from '../base/retry-after.js'
import type { Runtime } from '../base/runtime.js'
import { requireAbsoluteUrl } from './api-origins.js'
import type { RequestNature } from './attempt.js'
import type { AuthorizedSend } from './authorized-send.js'
import { type Lifetime, throwIfEnded } from './lifetime.js'
import { readRequest } from './request-parts.js'
import { isFailingStatus } from './retry-decision.js'
import type { RunAttempts } from './run-attempts.js'

/**
 * The authorized `fetch` of a client. What it has begun ends with the client, and when the caller's
 * signal fires: the wait for a token, the request, and the body that the caller is reading.
 *
 * Only GET and HEAD are made again after a fault; of anything else nobody here knows what it does.
 */
export function createTrackedFetch(
  authorized: AuthorizedSend,
  runAttempts: RunAttempts,
  lifetime: Lifetime,
  runtime: Runtime,
): typeof globalThis.fetch {
  // A body comes to its end unseen, so what could end it is kept until nobody holds the body.
  const bodies = new FinalizationRegistry<() => void>((release) => release())

  return async (input, init) => {
    const { url, parts } = readRequest(input, init)
    const { signal } = parts
    requireAbsoluteUrl(url)
    throwIfEnded(signal, lifetime)
    let controller = new AbortController()
    const stop = (reason: unknown) => controller.abort(reason)
    const leave = lifetime.onEnd(stop)
    const forget = signal && onAbort(signal, () => stop(signal.reason))
    const release = () => {
      leave()
      forget?.()
    }
    try {
      const response = await runAttempts<Response>({
        nature: natureOf(url, parts.method),
        signal,
        attempt: async (context) => {
          if (context.again) {
            // An attempt that was given up may still be under way.
            stop(undefined)
            controller = new AbortController()
          }
          const own = { ...parts, signal: controller.signal }
          const answer = await authorized.send({ url, parts: own }, context)
          authorized.accept(answer)
          const { status, headers } = answer.response
          if (!isFailingStatus(status)) return { value: answer.response }
          const retryAfterMs = readRetryAfterMs(headers, runtime.now())
          return {
            failure: { type: 'status', status, retryAfterMs },
            abandon: () => releaseBody(answer.response),
            end: () => answer.response,
          }
        },
        fail: (cause) => {
          throw cause
        },
      })
      if (response.body) bodies.register(response.body, release)
      else release()
      return response
    } catch (error) {
      stop(error)
      release()
      throw error
    }
  }
}

function natureOf(url: string, method = 'GET'): RequestNature {
  const verb = method.toUpperCase()
  return {
    name: `${verb} ${new URL(url).pathname}`,
    kind: verb === 'GET' || verb === 'HEAD' ? 'download' : 'other',
    repeatable: false,
  }
}
