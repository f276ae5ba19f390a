import { membersOf, parseJson } from '../base/json.js'
import type { OperationInfo } from './operation-errors.js'

/**
 * Codes in `errors[].extensions.code` that mean the same as a 401: Apollo's, and Hot Chocolate's,
 * which First AML's server looks like.
 */
export const defaultUnauthenticatedCodes: readonly string[] = [
  'UNAUTHENTICATED',
  'AUTH_NOT_AUTHENTICATED',
]

/** Codes that mean "too many requests"; no standard names one. */
export const defaultThrottledCodes: readonly string[] = [
  'THROTTLED',
  'RATE_LIMITED',
  'RATE_LIMIT_EXCEEDED',
  'TOO_MANY_REQUESTS',
]

/**
 * Tells whether a GraphQL response has an error of one of these codes, and nothing ran.
 *
 * A query counts when it has no data at the root. A mutation counts only when `data` is absent,
 * which GraphQL says of requests that failed before execution began (October 2021, section 7.1.2):
 * `data: null` may stand for a mutation that was executed, and must not be sent again.
 */
export function saysNothingRan(
  body: string,
  kind: OperationInfo['kind'],
  codes: readonly string[],
): boolean {
  if (!codes.some((code) => body.includes(code))) return false
  const { data, errors } = membersOf(parseJson(body))
  const nothingRan = kind === 'mutation' ? data === undefined : (data ?? null) === null
  return nothingRan && Array.isArray(errors) && errors.some(hasCode(codes))
}

function hasCode(codes: readonly string[]): (error: unknown) => boolean {
  return (error) => {
    const { code } = membersOf(membersOf(error).extensions)
    return typeof code === 'string' && codes.includes(code)
  }
}
