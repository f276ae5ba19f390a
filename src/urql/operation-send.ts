import { type Client, createRequest } from '@urql/core'
import { createEmitter } from '../base/events.js'
import { createRuntime } from '../base/runtime.js'
import { readSecureUrl } from '../base/urls.js'
import {
  type AuthorizedFetchOptions,
  normalizeAuthorizedFetchOptions,
} from '../fetch/authorized-fetch.js'
import { createAuthorizedSend } from '../fetch/authorized-send.js'
import { defaultThrottledCodes, defaultUnauthenticatedCodes } from '../fetch/error-codes.js'
import {
  createGraphQLSend,
  type GraphQLSend,
  type GraphQLSendSettings,
} from '../fetch/graphql-send.js'
import { createRunAttempts } from '../fetch/run-attempts.js'
import { createScopeGuard, type ScopeOptions } from '../fetch/scope-guard.js'
import { createTraffic, type Traffic } from '../fetch/traffic.js'

/** What {@link authExchange} takes. */
export interface AuthExchangeOptions extends AuthorizedFetchOptions, ScopeOptions {
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

/** What the operations of a client that has no other traffic share. */
export function createOwnTraffic(options: AuthExchangeOptions): Traffic {
  const runtime = createRuntime(options.runtime, options.fetch)
  return createTraffic(options, runtime, createEmitter(options.onEvent))
}

/**
 * The authorized send for the operations of one urql client.
 *
 * @throws TypeError naming the option, or the client's url.
 */
export function createOperationSend<Answer>(
  client: Client,
  options: AuthExchangeOptions,
  traffic: Traffic,
  answer: GraphQLSendSettings<Answer>['answer'],
): GraphQLSend<Answer> {
  const url = readSecureUrl(
    clientUrl(client),
    "the urql client's url",
    options.allowInsecureRequests ?? false,
  )
  const settings = normalizeAuthorizedFetchOptions({
    ...options,
    origins: [url, ...(options.origins ?? [])],
  })
  return createGraphQLSend({
    authorized: createAuthorizedSend(settings, traffic),
    runAttempts: createRunAttempts(traffic, settings.runtime, settings.emit),
    lifetime: traffic.lifetime,
    runtime: settings.runtime,
    unauthenticatedCodes: options.unauthenticatedCodes ?? defaultUnauthenticatedCodes,
    throttledCodes: options.throttledCodes ?? defaultThrottledCodes,
    guard: createScopeGuard(options),
    answer,
  })
}

/** The URL that a client was made with: urql shows it only in the context of an operation. */
function clientUrl(client: Client): string {
  const request = createRequest('{ __typename }', {})
  return client.createRequestOperation('query', request).context.url
}
