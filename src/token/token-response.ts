/**
 * The body of a successful token response (RFC 6749, section 5.1), read strictly where a mistake
 * would reach the wire and leniently where servers differ:
 *
 * - `access_token` must be text that can stand in a header (RFC 6750, section 2.1).
 * - `token_type` must be `Bearer` in any case; where it is missing, Bearer is meant, since that is
 *   the only type the API knows.
 * - `expires_in` may be a number or a numeral; zero and less mean "use once"; anything else counts
 *   as missing. A missing lifetime is taken as an hour and an absurd one is cut to a year: the
 *   API's 401 corrects both.
 * - `scope` and unknown members never fail a response.
 */
import { membersOf, parseJson } from '../base/json.js'
import { type IssuedToken, isBearerToken } from './access-token.js'

/** Lifetime of a token whose response tells none, in milliseconds. */
const defaultLifetimeMs = 3_600_000

/** No lifetime is taken to be longer than this, in milliseconds. */
export const longestLifetimeMs = 365 * 86_400_000

/**
 * Reads a token response.
 *
 * @returns the token, or a phrase that says what is wrong with the response (and quotes none of it).
 */
export function readTokenResponse(body: string): IssuedToken | string {
  const answer = parseJson(body)
  if (answer === undefined) return 'a body that is not JSON'
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
    return 'JSON that is no object'
  }
  const { access_token, token_type, expires_in, scope } = membersOf(answer)
  if (typeof access_token !== 'string' || access_token === '') return 'no access_token'
  if (!isBearerToken(access_token)) return 'an access_token that no header can carry'
  // Many serializers write null for what is not there.
  if (token_type !== undefined && token_type !== null) {
    if (typeof token_type !== 'string') return 'a token_type that is no text'
    if (token_type.toLowerCase() !== 'bearer') return 'a token_type other than Bearer'
  }
  return {
    value: access_token,
    lifetimeMs: readLifetimeMs(expires_in),
    ...(typeof scope === 'string' && { scope }),
  }
}

function readLifetimeMs(expiresIn: unknown): number {
  const seconds =
    typeof expiresIn === 'string' && /^\s*-?\d+(?:\.\d+)?\s*$/.test(expiresIn)
      ? Number(expiresIn)
      : expiresIn
  if (typeof seconds !== 'number' || Number.isNaN(seconds)) return defaultLifetimeMs
  return Math.min(Math.max(seconds * 1000, 0), longestLifetimeMs)
}
