import type { AttemptFailure } from './retry-decision.js'

/** Codes of failures that come before a request can have been sent, as Node and undici name them. */
const beforeSending =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|ERR_TLS_\w+)$/

/**
 * Tells whether what a `fetch` threw can have left the request with the server.
 *
 * Only codes that are known to come before sending count as that; whatever else breaks, in another
 * runtime or with a `fetch` of the application's own, may have come after it.
 */
export function classifyNetworkFailure(error: unknown): AttemptFailure {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string' && beforeSending.test(at.code)) {
      return { type: 'not_connected' }
    }
  }
  return { type: 'interrupted' }
}
