const jwt = /\beyJ[\w-]*(?:\.[\w-]*)*/g
const credentialMember =
  /((?:access_token|refresh_token|id_token|client_secret|client_assertion|token|password)["']?\s*[:=]\s*["']?)[^"'\s,;&<>}]+/gi
const authorization = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi
// Header injection, terminal escapes and page-sized answers have no place in a message.
const controls = /[\p{Cc}\p{Cf}\s]+/gu

/**
 * Makes text from outside fit for an error message: secrets out, one line, at most `limit`
 * characters.
 *
 * @param secrets - strings known to be secret, taken out wherever they stand and however encoded.
 */
export function redact(text: string, secrets: readonly string[], limit = 200): string {
  let clean = text.slice(0, limit * 20)
  for (const secret of secrets) {
    if (!secret) continue
    const forms = new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    for (const form of forms) clean = clean.replaceAll(form, '[redacted]')
  }
  clean = clean
    .replaceAll(credentialMember, '$1[redacted]')
    .replaceAll(jwt, '[redacted]')
    .replaceAll(authorization, '$1 [redacted]')
    .replaceAll(controls, ' ')
    .trim()
  return clean.length > limit ? `${clean.slice(0, limit)}…` : clean
}

/**
 * A caught failure as a `cause` that is safe to keep: its messages and error codes, as text.
 *
 * The object itself is let go, since what a `fetch` throws may lead to the request it was sending,
 * headers and body included.
 */
export function describeFailure(failure: unknown, secrets: readonly string[] = []): Error {
  const texts: string[] = []
  let code: string | undefined
  for (let at = failure; at instanceof Error && texts.length < 4; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') code ??= at.code
    texts.push(at.message)
  }
  const text = redact(texts.join(': ') || typeof failure, secrets)
  return new Error(code && !text.includes(code) ? `${text} (${code})` : text)
}
