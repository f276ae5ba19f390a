import type { AuthorizedFetchOptions } from '../fetch/authorized-fetch-options.js'
import { type AuthorizedSendSettings, createAuthorizedSend } from '../fetch/authorized-send.js'
import { defaultThrottledCodes, defaultUnauthenticatedCodes } from '../fetch/error-codes.js'
import {
  createGraphQLSend,
  type GraphQLSend,
  type GraphQLSendSettings,
} from '../fetch/graphql-send.js'
import { createRunAttempts } from '../fetch/run-attempts.js'
import { createScopeGuard, type ScopeOptions } from '../fetch/scope-guard.js'
import type { Traffic } from '../fetch/traffic.js'

/** What may be said of a client's operations. */
export interface OperationOptions extends ScopeOptions {
  /**
   * `extensions.code` values that mean the same as a 401 when the response has no data; default
   * `UNAUTHENTICATED` and `AUTH_NOT_AUTHENTICATED`, an empty list switches it off.
   */
  readonly unauthenticatedCodes?: readonly string[] | undefined
  /**
   * `extensions.code` values that mean the same as a 429 when the response has no data; default
   * `THROTTLED`, `RATE_LIMITED`, `RATE_LIMIT_EXCEEDED` and `TOO_MANY_REQUESTS`.
   */
  readonly throttledCodes?: readonly string[] | undefined
}

/** What {@link authExchange} takes. */
export interface AuthExchangeOptions extends AuthorizedFetchOptions, OperationOptions {}

/**
 * The authorized send for the operations of one urql client.
 *
 * @param settings - those of all its requests.
 */
export function createOperationSend<Answer>(
  settings: AuthorizedSendSettings,
  options: OperationOptions,
  traffic: Traffic,
  answer: GraphQLSendSettings<Answer>['answer'],
): GraphQLSend<Answer> {
  const { runtime, emit } = settings
  return createGraphQLSend({
    authorized: createAuthorizedSend(settings, traffic),
    runAttempts: createRunAttempts(traffic, runtime, emit),
    runtime,
    unauthenticatedCodes: options.unauthenticatedCodes ?? defaultUnauthenticatedCodes,
    throttledCodes: options.throttledCodes ?? defaultThrottledCodes,
    guard: createScopeGuard(options),
    answer,
  })
}
