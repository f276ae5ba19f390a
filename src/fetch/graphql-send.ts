/**
 * One GraphQL operation over the authorized send: what the API's answer means for the operation.
 *
 * GraphQL over HTTP puts an operation's errors into the body; what stands outside of it (a final
 * 401, a missing scope, throttling, a proxy's page) becomes one typed error here, so that urql,
 * which would only see text, hands it on as it is. The body is read here, whole, and the response
 * then gives that text: only so can an "unauthenticated" or a "throttled" inside a 200 be answered,
 * and only so does a body that stalls end when its limit or the caller says so.
 */
import { releaseBody } from '../base/bounded-body.js'
import { membersOf, parseJson } from '../base/json.js'
import { readRetryAfterMs } from '../base/retry-after.js'
import type { Runtime } from '../base/runtime.js'
import type { AccessToken } from '../token/access-token.js'
import type { AttemptContext, AttemptOutcome, RequestNature } from './attempt.js'
import type { AuthorizedAnswer, AuthorizedRequest, AuthorizedSend } from './authorized-send.js'
import { saysNothingRan } from './error-codes.js'
import {
  asTypedError,
  notGraphQL,
  type OperationInfo,
  outcomeUnknown,
  refused,
  throttled,
} from './operation-errors.js'
import { type AttemptFailure, isFailingStatus, isThrottling } from './retry-decision.js'
import type { RunAttempts } from './run-attempts.js'
import type { ScopeGuard } from './scope-guard.js'

/** One operation on its way. */
export interface GraphQLCall extends AuthorizedRequest {
  readonly operation: OperationInfo
  /** The caller's own signal; the one in `parts` has to fire when it does. */
  readonly signal: AbortSignal | null | undefined
  /** Fires when nobody waits for the operation any more. */
  readonly leftBy?: AbortSignal | null | undefined
  /** Handed a function that ends the operation, whatever it waits for. */
  readonly onStart?: ((stop: (reason: unknown) => void) => void) | undefined
  /**
   * Ends what an attempt that was given up still has on the wire, where it holds a place at the
   * gate, and gives the signal for the next one.
   */
  readonly renew?: (() => AbortSignal) | undefined
}

/** Sends an operation. @returns an answer whose body is GraphQL's; anything else is thrown. */
export type GraphQLSend<Answer> = (call: GraphQLCall) => Promise<Answer>

export interface GraphQLSendSettings<Answer> {
  readonly authorized: AuthorizedSend
  readonly runAttempts: RunAttempts
  readonly runtime: Runtime
  /** `extensions.code` values that mean the same as a 401. */
  readonly unauthenticatedCodes: readonly string[]
  /** `extensions.code` values that mean the same as a 429. */
  readonly throttledCodes: readonly string[]
  /** Refuses an operation that the token's scopes are known not to allow. */
  readonly guard: ScopeGuard | undefined
  /** Makes an answer of a response and its text, which has been read. */
  readonly answer: (response: Response, text: string) => Answer
}

export function createGraphQLSend<Answer>(
  settings: GraphQLSendSettings<Answer>,
): GraphQLSend<Answer> {
  const { authorized, runAttempts, runtime, guard, answer: toAnswer } = settings
  const { unauthenticatedCodes, throttledCodes } = settings

  const attempt = async (
    given: GraphQLCall,
    context: AttemptContext,
  ): Promise<AttemptOutcome<Answer>> => {
    const call = context.again ? renewed(given) : given
    const { operation } = call
    let answer = await authorized.send(call, context)
    for (;;) {
      const { response, token } = answer
      refuse(answer, operation)
      const mediaType = response.headers.get('content-type') ?? ''
      const text = /json/i.test(mediaType) ? await response.text() : undefined
      const json = text !== undefined && looksLikeJsonObject(text) ? text : undefined
      const hasErrors = json?.includes('"errors"')
      const result = json !== undefined && hasErrors ? withoutToken(json, token) : json
      if (result === undefined) releaseBody(response)
      if (isFailingStatus(response.status)) return failedStatus(response, result, operation)
      if (result === undefined) return noResult(response, text !== undefined, operation)
      if (hasErrors) {
        if (saysNothingRan(result, operation.kind, throttledCodes)) {
          const retryAfterMs = readRetryAfterMs(response.headers, runtime.now())
          authorized.throttled(call, answer, retryAfterMs)
          return throttling({ type: 'throttled_result', retryAfterMs }, response, operation)
        }
        if (token && saysNothingRan(result, operation.kind, unauthenticatedCodes)) {
          // A second time it comes back as a refusal, which reading the answer throws.
          answer = await authorized.replay(call, answer, context)
          continue
        }
      }
      authorized.accept(answer)
      return { value: toAnswer(response, result) }
    }
  }

  const failedStatus = (
    response: Response,
    result: string | undefined,
    operation: OperationInfo,
  ): AttemptOutcome<Answer> => {
    const { status, headers } = response
    const retryAfterMs = readRetryAfterMs(headers, runtime.now())
    const failure: AttemptFailure = { type: 'status', status, retryAfterMs }
    if (isThrottling(failure)) return throttling(failure, response, operation)
    const told = result !== undefined && isGraphQLResult(result) ? result : undefined
    // The server itself says what became of the mutation; there is nothing to find out.
    if (told !== undefined && operation.kind === 'mutation') {
      return { value: toAnswer(response, told) }
    }
    return {
      failure,
      end: (unknown) => {
        const error = notGraphQL(response, operation)
        if (unknown) throw outcomeUnknown(error, operation, response)
        if (told === undefined) throw error
        return toAnswer(response, told)
      },
    }
  }

  return (call) => {
    const { operation, signal, leftBy, onStart } = call
    const admitted = guard
      ? { ...call, admit: (token: AccessToken) => guard(operation.name, token) }
      : call
    return runAttempts({
      nature: natureOf(operation),
      signal,
      leftBy,
      onStart,
      attempt: (context) => attempt(admitted, context),
      fail: (cause, unknown) => {
        const error = asTypedError(cause, signal, operation)
        throw unknown ? outcomeUnknown(error, operation) : error
      },
      translate: (error) => asTypedError(error, signal, operation),
    })
  }
}

function renewed(call: GraphQLCall): GraphQLCall {
  const signal = call.renew?.()
  return signal ? { ...call, parts: { ...call.parts, signal } } : call
}

function natureOf({ name, kind, idempotent, timeoutMs }: OperationInfo): RequestNature {
  return { name, kind, repeatable: idempotent === true, timeoutMs }
}

/** Throws for a refusal that stays one. */
function refuse({ response, refusal }: AuthorizedAnswer, operation: OperationInfo): void {
  if (refusal === undefined && response.status !== 403) return
  releaseBody(response)
  throw refused(response, refusal, operation)
}

function throttling(
  failure: AttemptFailure,
  response: Response,
  operation: OperationInfo,
): AttemptOutcome<never> {
  const retryAfterMs = 'retryAfterMs' in failure ? failure.retryAfterMs : undefined
  return {
    failure,
    end: (unknown) => {
      const error = throttled(response, retryAfterMs, operation)
      throw unknown ? outcomeUnknown(error, operation, response) : error
    },
  }
}

/**
 * An answer that is no GraphQL result. JSON that breaks off is as good as a connection that does;
 * a page comes from somebody else and will come again. For a mutation that was taken, nobody knows
 * what became of it.
 */
function noResult(
  response: Response,
  isBroken: boolean,
  operation: OperationInfo,
): AttemptOutcome<never> {
  const error = notGraphQL(response, operation)
  const taken = response.ok && operation.kind === 'mutation'
  const end = (unknown: boolean): never => {
    throw unknown || taken ? outcomeUnknown(error, operation, response) : error
  }
  return isBroken && response.ok ? { failure: { type: 'interrupted' }, end } : end(taken)
}

/**
 * Takes the token out of an answer with errors, where a server quotes it: urql puts the API's words
 * into results as they are, and results get logged. A shorter text is no token of a real server's,
 * and may be a word of the answer's own.
 */
function withoutToken(text: string, token: string | undefined): string {
  return token !== undefined && token.length >= 16 ? text.replaceAll(token, '[redacted]') : text
}

/** A cheap look: urql parses the text, and a second parse would cost more than all the rest. */
function looksLikeJsonObject(text: string): boolean {
  return (
    (text.startsWith('{') || /^\s*\{/.test(text)) &&
    (text.endsWith('}') || /\}\s*$/.test(text.slice(-64)))
  )
}

function isGraphQLResult(text: string): boolean {
  const { data, errors } = membersOf(parseJson(text))
  return Array.isArray(errors) || data !== undefined
}
