/**
 * Answers that come in parts: the API has neither subscriptions nor `@defer` today, but urql can
 * read both, so they are handed on unread. Whoever started the operation can still end it.
 */
import { onAbort, untilAborted } from '../base/abort.js'
import type { Lifetime } from './lifetime.js'

/** Ends the response's body when one of the signals fires or the lifetime ends. */
export function streamUntilEnded(
  response: Response,
  lifetime: Lifetime,
  signals: readonly (AbortSignal | null | undefined)[],
): Response {
  const { body } = response
  if (body) {
    Object.defineProperty(response, 'body', { value: readUntilEnded(body, lifetime, signals) })
  }
  return response
}

async function* readUntilEnded(
  body: ReadableStream<Uint8Array>,
  lifetime: Lifetime,
  signals: readonly (AbortSignal | null | undefined)[],
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader()
  const control = new AbortController()
  const stop = (reason: unknown) => control.abort(reason)
  const forgets = signals.map((signal) => {
    if (signal?.aborted) stop(signal.reason)
    return signal && onAbort(signal, () => stop(signal.reason))
  })
  const leave = lifetime.onEnd(stop)
  try {
    for (;;) {
      // Not raced with one promise for all: that would keep every part until the end.
      const { done, value } = await untilAborted(reader.read(), control.signal)
      if (done) return
      yield value
    }
  } finally {
    leave()
    for (const forget of forgets) forget?.()
    reader.cancel().catch(() => {})
  }
}
