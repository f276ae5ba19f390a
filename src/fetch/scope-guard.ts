/**
 * Refuses an operation before it is sent, where it is known that the token's scopes do not suffice:
 * the API would answer 403 all the same, at the price of a request and of a line in its logs.
 *
 * What is not known is sent: an operation that no map names, a token whose scope nobody told.
 */
import { ScopeMissingError } from '../base/errors.js'
import type { AccessToken } from '../token/access-token.js'

/** Which scopes operations need, and which the client has. */
export interface ScopeOptions {
  /**
   * The scope that each operation needs, by name, such as the generated `requiredScopes`; with it
   * an operation whose scope the client lacks is refused before anything is sent. Default: none.
   */
  readonly requiredScopes?: Readonly<Record<string, string>> | undefined
  /**
   * The scopes that First AML granted the client, where they are known; default: those that the
   * token endpoint names with the token, if it names any. Of use with `requiredScopes` only.
   */
  readonly grantedScopes?: readonly string[] | undefined
}

/** @throws ScopeMissingError when the scopes are known not to suffice. */
export type ScopeGuard = (operation: string, token: Pick<AccessToken, 'scope'>) => void

/** @returns undefined where there is nothing to guard, so that it costs nothing. */
export function createScopeGuard({
  requiredScopes,
  grantedScopes,
}: ScopeOptions): ScopeGuard | undefined {
  if (requiredScopes === undefined) return undefined
  return (operation, token) => {
    const required = Object.hasOwn(requiredScopes, operation)
      ? requiredScopes[operation]
      : undefined
    // An empty scope says nothing (RFC 6749, section 3.3, allows none).
    const granted = grantedScopes ?? token.scope?.split(' ').filter((scope) => scope !== '')
    if (required === undefined || granted === undefined || granted.includes(required)) return
    if (grantedScopes === undefined && granted.length === 0) return
    throw new ScopeMissingError(
      `${operation} needs the scope ${required}, which this client was not granted; nothing was sent. Ask First AML for the scope; the query { me { scopes } } tells which ones the client has.`,
      { status: undefined, requiredScope: required },
    )
  }
}
