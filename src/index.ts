// The front door, by hand: what is not named here is not for applications. Withheld on purpose:
// the runtime seam's factory, header parsers and the breaker, which may change between versions.

export type {
  AccessRejectedReason,
  AnyFirstAmlError,
  GraphQLResponseProblem,
  TokenUnavailableReason,
} from './base/errors.js'
export {
  AbortedError,
  AccessRejectedError,
  FirstAmlError,
  GraphQLResponseError,
  isFirstAmlError,
  NetworkError,
  ScopeMissingError,
  TokenRefusedError,
  TokenUnavailableError,
  UnexpectedResponseError,
} from './base/errors.js'
export type { ClientEvent, EventListener, PauseReason, TokenRequestReason } from './base/events.js'
export type { Runtime } from './base/runtime.js'
export type { FirstAmlClient, FirstAmlClientOptions } from './client.js'
export { createClient } from './client.js'
export type { AuthorizedFetchOptions } from './fetch/authorized-fetch.js'
export { createAuthorizedFetch } from './fetch/authorized-fetch.js'
export type { AccessToken } from './token/access-token.js'
export type { ClientSecret } from './token/token-mint.js'
export type { TokenRequestFormat } from './token/token-request.js'
export type { GetTokenOptions, TokenSource } from './token/token-source.js'
export { createTokenSource } from './token/token-source.js'
export type { TokenSourceOptions } from './token/token-source-options.js'
export type { AuthExchangeOptions } from './urql/auth-exchange.js'
export { authExchange } from './urql/auth-exchange.js'
export type { RequestArguments, RequestFunction, RequestOptions } from './urql/request.js'
