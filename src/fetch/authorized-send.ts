/**
 * The token on each send, and the answer to a 401: one fresh token, one replay.
 *
 * RFC 6750, section 3.1, tells a bad token (`invalid_token`, or no error at all) from a good one
 * that allows too little (`insufficient_scope`); only the first is worth a fresh token. The token
 * is added to a copy of the headers at the last moment, so that no object a caller can see holds it.
 */
import { readBearerChallenge } from '../base/bearer-challenge.js'
import { releaseBody } from '../base/bounded-body.js'
import type { AccessRejectedReason } from '../base/errors.js'
import type { EventListener } from '../base/events.js'
import type { Runtime } from '../base/runtime.js'
import { joinUserAgent } from '../base/user-agent.js'
import type { TokenSource } from '../token/token-source.js'
import type { ApiOrigins } from './api-origins.js'
import { sendFollowing } from './redirects.js'
import { isReplayable, type RequestParts } from './request-parts.js'

export interface AuthorizedSendSettings {
  readonly tokenSource: Pick<TokenSource, 'get'> & Partial<Pick<TokenSource, 'report'>>
  readonly runtime: Runtime
  readonly userAgent: string
  readonly origins: ApiOrigins
  readonly emit: EventListener
}

/** What became of a request. */
export interface AuthorizedAnswer {
  readonly response: Response
  /** Set on a 401 that a fresh token does not mend: why not. */
  readonly refusal?: AccessRejectedReason
  /** Tells the token source that the API took the token; absent where that is not known. */
  readonly accept?: () => void
  /** Sends once more with a fresh token; absent where none was sent, and after a replay. */
  readonly replay?: () => Promise<AuthorizedAnswer>
}

/** Sends a request; `fetch` stands in for the runtime's own. */
export type AuthorizedSend = (
  url: string,
  parts: RequestParts,
  fetch?: typeof globalThis.fetch,
) => Promise<AuthorizedAnswer>

export function createAuthorizedSend(settings: AuthorizedSendSettings): AuthorizedSend {
  const { tokenSource, runtime, userAgent, origins, emit } = settings

  return async (url, { headers: given, ...rest }, fetch = runtime.fetch) => {
    const headers: Record<string, string> = {
      ...given,
      'user-agent': joinUserAgent(given['user-agent'], userAgent),
    }
    const parts: RequestParts = { ...rest, headers }
    // A caller who brings credentials answers for them; other origins get none.
    if (headers.authorization !== undefined) return { response: await fetch(url, parts) }
    if (!origins(url)) {
      const response = await fetch(url, parts)
      return response.status === 401 ? { response, refusal: 'foreign_origin' } : { response }
    }

    const sendWith = async (token: string): Promise<AuthorizedAnswer> => {
      const { response, sawToken } = await sendFollowing(fetch, url, {
        ...parts,
        headers: { ...headers, authorization: `Bearer ${token}` },
      })
      if (!sawToken) return { response }
      if (response.status === 401) return { response, refusal: 'fresh_token_rejected' }
      // A failing server may not have looked at the token.
      if (response.status >= 500) return { response }
      return { response, accept: () => tokenSource.report?.(token, 'accepted') }
    }

    const replayInstead = async (refused: string): Promise<AuthorizedAnswer> => {
      const fresh = await tokenSource.get({ rejected: refused, signal: parts.signal })
      const answer = await sendWith(fresh.value)
      emit({ type: 'replayed', status: answer.response.status })
      if (!answer.refusal) return answer
      tokenSource.report?.(fresh.value, 'rejected')
      return looksForeign(answer.response) ? { ...answer, refusal: 'not_the_api' } : answer
    }

    const { value: token } = await tokenSource.get({ signal: parts.signal })
    const answer = await sendWith(token)
    if (!answer.refusal) {
      return isReplayable(parts.body) ? { ...answer, replay: () => replayInstead(token) } : answer
    }

    const { response } = answer
    const challenge = readBearerChallenge(response.headers.get('www-authenticate'))
    const scopeMissing = challenge?.error === 'insufficient_scope'
    const replayable = !scopeMissing && isReplayable(parts.body)
    emit({
      type: 'unauthorized',
      replayable,
      ...(challenge?.error !== undefined && { error: challenge.error }),
    })
    if (scopeMissing) return { response, accept: () => tokenSource.report?.(token, 'accepted') }
    if (!replayable) {
      tokenSource.report?.(token, 'rejected')
      return { response, refusal: 'body_not_replayable' }
    }
    releaseBody(response)
    return replayInstead(token)
  }
}

/** A 401 with a page instead of a bearer challenge is a proxy's or a captive portal's. */
function looksForeign({ headers }: Response): boolean {
  return (
    /\bhtml\b/i.test(headers.get('content-type') ?? '') &&
    !readBearerChallenge(headers.get('www-authenticate'))
  )
}
