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
}

export type AuthorizedSend = (url: string, parts: RequestParts) => Promise<AuthorizedAnswer>

export function createAuthorizedSend(settings: AuthorizedSendSettings): AuthorizedSend {
  const { tokenSource, runtime, userAgent, origins, emit } = settings

  const sendWith = (token: string, url: string, parts: RequestParts) =>
    sendFollowing(runtime, url, {
      ...parts,
      headers: { ...parts.headers, authorization: `Bearer ${token}` },
    })

  return async (url, { headers: given, ...rest }) => {
    const headers = { ...given, 'user-agent': joinUserAgent(given['user-agent'], userAgent) }
    const parts: RequestParts = { ...rest, headers }
    // A caller who brings credentials answers for them; other origins get none.
    if (headers.authorization !== undefined) return { response: await runtime.fetch(url, parts) }
    if (!origins(url)) {
      const response = await runtime.fetch(url, parts)
      return response.status === 401 ? { response, refusal: 'foreign_origin' } : { response }
    }

    const { signal } = parts
    const token = await tokenSource.get({ signal })
    const first = await sendWith(token.value, url, parts)
    if (!first.sawToken) return first
    if (first.response.status !== 401) {
      if (first.response.status < 500) tokenSource.report?.(token.value, 'accepted')
      return first
    }

    const challenge = readBearerChallenge(first.response.headers.get('www-authenticate'))
    const error = challenge?.error === undefined ? {} : { error: challenge.error }
    if (challenge?.error === 'insufficient_scope') {
      tokenSource.report?.(token.value, 'accepted')
      emit({ type: 'unauthorized', ...error, replayable: false })
      return first
    }
    if (!isReplayable(parts.body)) {
      tokenSource.report?.(token.value, 'rejected')
      emit({ type: 'unauthorized', ...error, replayable: false })
      return { response: first.response, refusal: 'body_not_replayable' }
    }
    emit({ type: 'unauthorized', ...error, replayable: true })
    releaseBody(first.response)

    const fresh = await tokenSource.get({ rejected: token.value, signal })
    const second = await sendWith(fresh.value, url, parts)
    emit({ type: 'replayed', status: second.response.status })
    if (!second.sawToken) return second
    if (second.response.status !== 401) {
      if (second.response.status < 500) tokenSource.report?.(fresh.value, 'accepted')
      return second
    }
    tokenSource.report?.(fresh.value, 'rejected')
    return {
      response: second.response,
      refusal: looksForeign(second.response) ? 'not_the_api' : 'fresh_token_rejected',
    }
  }
}

/** A 401 with a page instead of a bearer challenge is a proxy's or a captive portal's. */
function looksForeign({ headers }: Response): boolean {
  return (
    /\bhtml\b/i.test(headers.get('content-type') ?? '') &&
    !readBearerChallenge(headers.get('www-authenticate'))
  )
}
