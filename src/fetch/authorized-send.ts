/**
 * The token on each send, and the answer to a 401: one fresh token, one replay.
 *
 * RFC 6750, section 3.1, tells a bad token (`invalid_token`, or no error at all) from a good one
 * that allows too little (`insufficient_scope`); only the first is worth a fresh token. The token
 * is added to a copy of the headers at the last moment, so that no object a caller can see holds it.
 */
import { releaseAndFail, releaseBody } from '../base/bounded-body.js'
import { TokenUnavailableError } from '../base/errors.js'
import type { EventListener } from '../base/events.js'
import type { Runtime } from '../base/runtime.js'
import { joinUserAgent } from '../base/user-agent.js'
import { type AccessToken, isBearerToken } from '../token/access-token.js'
import type { GetTokenOptions, TokenSource } from '../token/token-source.js'
import type { ApiOrigins } from './api-origins.js'
import { type AttemptContext, givenUp } from './attempt.js'
import { type Refusal, readRefusal } from './refusal.js'
import { isReplayable, type RequestParts } from './request-parts.js'
import type { PassedAt } from './throttle-gate.js'
import type { Traffic } from './traffic.js'

export interface AuthorizedSendSettings {
  readonly tokenSource: Pick<TokenSource, 'get'> & Partial<Pick<TokenSource, 'report' | 'peek'>>
  readonly runtime: Runtime
  readonly userAgent: string
  readonly origins: ApiOrigins
  readonly emit: EventListener
}

/** What became of a request. */
export interface AuthorizedAnswer {
  readonly response: Response
  /** The token that the answering server was sent, if one was sent. */
  readonly token: string | undefined
  /** Set on a 401 that no fresh token mends. */
  readonly refusal: Refusal | undefined
  /** True where a refusal may still be answered with a fresh token. */
  readonly replayable: boolean
  /** When the request passed the gate; 0 where there is none. */
  readonly passedAt: PassedAt
}

/** A request to send. */
export interface AuthorizedRequest {
  readonly url: string
  readonly parts: RequestParts
  /** Stands in for the runtime's own. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Throws when a token is known not to suffice; nothing is sent then. */
  readonly admit?: ((token: AccessToken) => void) | undefined
}

export interface AuthorizedSend {
  readonly send: (request: AuthorizedRequest, context: AttemptContext) => Promise<AuthorizedAnswer>
  /** Answers a refusal that stands in the answer's body: with a replay, or with a refusal. */
  readonly replay: (
    request: AuthorizedRequest,
    refused: AuthorizedAnswer,
    context: AttemptContext,
  ) => Promise<AuthorizedAnswer>
  /** Tells the token source that the API took the token. */
  readonly accept: (answer: AuthorizedAnswer) => void
  /** Tells the gate that the API said inside a result that it throttles. */
  readonly throttled: (
    { url }: AuthorizedRequest,
    answer: AuthorizedAnswer,
    retryAfterMs: number | undefined,
  ) => void
}

/** What a send is: one without a token, the first with one, or the replay with a fresh one. */
type Turn = 'plain' | 'first' | 'replay'

export function createAuthorizedSend(
  { tokenSource, runtime, userAgent, origins, emit }: AuthorizedSendSettings,
  { lifetime, gateOf }: Traffic,
): AuthorizedSend {
  /** @throws TokenUnavailableError where a source of the application's own gives none. */
  const getToken = async (options: GetTokenOptions): Promise<AccessToken> => {
    const token = await tokenSource.get(options)
    if (isBearerToken(token?.value)) return token
    throw new TokenUnavailableError(
      'tokenSource gave no token: what its get resolves to must have one as value.',
      { reason: 'invalid_response' },
    )
  }

  // One function, and not three that wait for each other: each would cost every operation a turn.
  const sendOnce = async (
    request: AuthorizedRequest,
    given: string | undefined,
    turn: Turn,
    context: AttemptContext,
  ): Promise<AuthorizedAnswer> => {
    const { url, parts, fetch = runtime.fetch } = request
    const gate = gateOf(url)
    const passing = gate?.enter(parts.signal, context.again) ?? 0
    const waited = typeof passing !== 'number'
    const passedAt = waited ? await passing : passing
    if (gate && context.isGivenUp()) {
      gate.leave(passedAt)
      throw givenUp
    }
    if (gate) context.holds(() => gate.leave(passedAt))
    let response: Response | undefined
    let token = given
    try {
      // A token that was good before the wait may have ended in it.
      if (waited && token !== undefined) {
        token = (await getToken({ signal: parts.signal })).value
      }
      context.sent()
      const init = requestInit(parts, userAgent, token)
      response = await fetch(url, init)
      if (context.isGivenUp()) return dropLate(response)
      if (mayHaveRedirected(response)) {
        // The API redirects files only, so what it takes to follow is loaded when it does.
        const { followRedirects } = await import('./redirects.js').catch(releaseAndFail(response))
        if (context.isGivenUp()) return dropLate(response)
        const followed = await followRedirects(fetch, lifetime, url, init, response, parts.redirect)
        response = followed.response
        if (!followed.sawCredentials) token = undefined
      }
    } finally {
      // Given up, it has left already.
      if (gate && !context.isGivenUp()) {
        context.holds(undefined)
        gate.leave(passedAt, response)
      }
    }
    const answer: AuthorizedAnswer = {
      response,
      token,
      refusal: response.status === 401 ? readRefusal(response, parts, token) : undefined,
      replayable: turn === 'first' && token !== undefined && isReplayable(parts.body),
      passedAt,
    }
    return turn === 'first' && answer.refusal ? answerRefusal(request, answer, context) : answer
  }

  /** What to do about a first 401. */
  const answerRefusal = (
    request: AuthorizedRequest,
    answer: AuthorizedAnswer,
    context: AttemptContext,
  ): AuthorizedAnswer | Promise<AuthorizedAnswer> => {
    const { refusal, response, token } = answer
    if (refusal === undefined || token === undefined) return answer
    const replayable = answer.replayable && refusal.reason !== 'scope_missing'
    emit({
      type: 'unauthorized',
      replayable,
      ...(refusal.error !== undefined && { error: refusal.error }),
    })
    if (refusal.reason === 'scope_missing') return answer
    if (!replayable) {
      rejectToken(answer)
      return { ...answer, refusal: { ...refusal, reason: 'body_not_replayable' } }
    }
    releaseBody(response)
    return sendAgain(token, refusal, request, context)
  }

  /** @param first - what the API said when it refused the token `refused`. */
  const sendAgain = async (
    refused: string,
    first: Refusal | undefined,
    request: AuthorizedRequest,
    context: AttemptContext,
  ): Promise<AuthorizedAnswer> => {
    const { signal } = request.parts
    context.refused()
    const { value: token } = await getToken({ rejected: refused, signal })
    const answer = await sendOnce(request, token, 'replay', context)
    emit({ type: 'replayed', status: answer.response.status })
    const { refusal } = answer
    if (refusal === undefined || refusal.reason === 'scope_missing') return answer
    // A proxy's page says nothing of the token.
    if (refusal.reason === 'fresh_token_rejected') rejectToken(answer)
    return { ...answer, refusal: { ...refusal, error: first?.error ?? refusal.error } }
  }

  const rejectToken = ({ token }: AuthorizedAnswer) => {
    if (token !== undefined) tokenSource.report?.(token, 'rejected')
  }

  return {
    send: (request, context) => {
      const { url, parts } = request
      // A caller who brings credentials answers for them; other origins get none.
      if (parts.headers.authorization !== undefined || !origins(url)) {
        return sendOnce(request, undefined, 'plain', context)
      }
      const sendFirst = (token: AccessToken) => {
        request.admit?.(token)
        return sendOnce(request, token.value, 'first', context)
      }
      const held = tokenSource.peek?.()
      return held ? sendFirst(held) : getToken({ signal: parts.signal }).then(sendFirst)
    },
    replay: async (request, refused, context) => {
      const { token, replayable } = refused
      emit({ type: 'unauthorized', replayable })
      if (replayable && token !== undefined) return sendAgain(token, undefined, request, context)
      rejectToken(refused)
      return { ...refused, refusal: { reason: 'fresh_token_rejected', error: undefined } }
    },
    accept: ({ response, token, refusal }) => {
      if (token === undefined) return
      // Any other answer may be a proxy's, or a server's that failed before it saw the token.
      if (response.ok || refusal?.reason === 'scope_missing') {
        tokenSource.report?.(token, 'accepted')
      }
    },
    throttled: ({ url }, { passedAt }, retryAfterMs) =>
      gateOf(url)?.throttled(passedAt, retryAfterMs),
  }
}

function mayHaveRedirected({ status, redirected, type }: Response): boolean {
  return (status >= 300 && status < 400) || redirected || type === 'opaqueredirect'
}

/** Lets go of an answer that nobody waits for any more. */
function dropLate(response: Response): never {
  return releaseAndFail(response)(givenUp)
}

function requestInit(
  parts: RequestParts,
  userAgent: string,
  token: string | undefined,
): RequestInit {
  const given = parts.headers
  // Our own members stand first: a copy is quickly made, but slow to add to.
  const headers: Record<string, string> =
    token === undefined
      ? { 'user-agent': userAgent, ...given }
      : { authorization: `Bearer ${token}`, 'user-agent': userAgent, ...given }
  if (given['user-agent'] !== undefined) {
    headers['user-agent'] = joinUserAgent(given['user-agent'], userAgent)
  }
  const init: RequestInit = { redirect: 'manual', ...parts, headers }
  if (parts.redirect === undefined || parts.redirect === 'follow') init.redirect = 'manual'
  return init
}
