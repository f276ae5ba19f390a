import { usualLeewayMs } from './contender.js'
import type { PlainToken } from './token-request.js'

/** The cache that most applications end up with. */
export interface HandWrittenCache {
  readonly get: () => Promise<string>
  /** Called on a 401. Like most, it is not told which token was refused. */
  readonly drop: () => void
}

/** One token, one pending request that callers share, a leeway before the end. */
export function createHandWrittenCache(request: () => Promise<PlainToken>): HandWrittenCache {
  let token: PlainToken | undefined
  let pending: Promise<PlainToken> | undefined
  return {
    get: async () => {
      if (token && Date.now() < token.expiresAt - usualLeewayMs) return token.value
      pending ??= request().finally(() => {
        pending = undefined
      })
      token = await pending
      return token.value
    },
    drop: () => {
      token = undefined
    },
  }
}

/** Sends with the cached token and, when `isRefused` says so, once more with the next one. */
export async function sendWithCache<Answer>(
  cache: HandWrittenCache,
  send: (token: string) => Promise<Answer>,
  isRefused: (error: unknown) => boolean,
): Promise<Answer> {
  try {
    return await send(await cache.get())
  } catch (error) {
    if (!isRefused(error)) throw error
    cache.drop()
    return send(await cache.get())
  }
}
