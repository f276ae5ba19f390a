import { readBearerChallenge } from '../base/bearer-challenge.js'
import type { AccessRejectedReason } from '../base/errors.js'
import { redact } from '../base/redaction.js'
import type { RequestParts } from './request-parts.js'

/** What a 401 says. */
export interface Refusal {
  readonly reason: AccessRejectedReason | 'scope_missing' | 'own_authorization'
  /** `error` of the bearer challenge, if there was one. */
  readonly error: string | undefined
}

/**
 * Reads a 401.
 *
 * @param token - the token that its server was sent, if one was sent.
 */
export function readRefusal(
  { headers }: Response,
  parts: RequestParts,
  token: string | undefined,
): Refusal {
  const challenge = readBearerChallenge(headers.get('www-authenticate'))
  const error =
    challenge?.error === undefined
      ? undefined
      : redact(challenge.error, token === undefined ? [] : [token], 60)
  if (challenge?.error === 'insufficient_scope') return { reason: 'scope_missing', error }
  if (parts.headers.authorization !== undefined) return { reason: 'own_authorization', error }
  if (token === undefined) return { reason: 'foreign_origin', error }
  // A page instead of a bearer challenge is a proxy's or a captive portal's.
  const isPage = /\bhtml\b/i.test(headers.get('content-type') ?? '')
  return { reason: isPage && !challenge ? 'not_the_api' : 'fresh_token_rejected', error }
}
