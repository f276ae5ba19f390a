import { untilAborted } from '../base/abort.js'
import { TokenUnavailableError } from '../base/errors.js'

/** The client secret, or a function that fetches it (from a secret manager, say). */
export type ClientSecret = string | (() => string | Promise<string>)

/** @throws TokenUnavailableError when the function fails or is too slow, or the signal's reason. */
export async function readSecret(clientSecret: ClientSecret, signal: AbortSignal): Promise<string> {
  if (typeof clientSecret === 'string') return clientSecret
  let secret: unknown
  try {
    secret = await untilAborted(
      Promise.resolve().then(() => clientSecret()),
      signal,
    )
  } catch {
    if (!signal.aborted) throw unavailable('failed. Check the secret manager that it asks')
    // The time limit's own error would blame the token endpoint.
    if (!(signal.reason instanceof TokenUnavailableError)) throw signal.reason
    throw unavailable('did not answer in time. Check the secret manager that it asks')
  }
  if (typeof secret === 'string' && secret !== '') return secret
  throw unavailable('returned no text. It must return the client secret')
}

/** The function's own error is left out: it may quote the secret or the way to it. */
function unavailable(what: string): TokenUnavailableError {
  return new TokenUnavailableError(`The function given as clientSecret ${what}.`, {
    reason: 'secret_unavailable',
  })
}
