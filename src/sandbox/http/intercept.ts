import type { OperationNote } from '../graphql/endpoint.js'
import type { ApiRequest, ApiResponse } from './messages.js'
import type { SandboxRequestKind } from './request-log.js'

/** A request on its way to the part of the service it is for. */
export interface Visit {
  readonly kind: SandboxRequestKind
  readonly request: ApiRequest
  readonly note: OperationNote
}

/** Stands between a request and its answer: passes it on, changes the answer, or gives another. */
export type Interceptor = (visit: Visit, answer: () => Promise<ApiResponse>) => Promise<ApiResponse>

/** One after the other, the first outermost. */
export function chain(first: Interceptor, second: Interceptor): Interceptor {
  return (visit, answer) => first(visit, () => second(visit, answer))
}
