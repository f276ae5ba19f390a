/**
 * The `WWW-Authenticate` header (RFC 9110, section 11.6.1), as far as bearer tokens need it.
 *
 * The other half is RFC 6750, section 3: which `error` says that the token is bad, and which says
 * that it is good but allows too little. A header from a proxy may hold several challenges, quoted
 * commas and plain nonsense, so this scanner never throws: what it cannot read, it passes over.
 */
export interface BearerChallenge {
  readonly error?: string | undefined
  /** Scope that the server says it wants, space separated. */
  readonly scope?: string | undefined
}

// A scheme or a parameter's name; then `=` and a value makes it a parameter.
const piece = /([!#$%&'*+.^_`|~\w-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^\s,"]*)))?|./gs

/** The first `Bearer` challenge of the header, or undefined where there is none. */
export function readBearerChallenge(header: string | null): BearerChallenge | undefined {
  if (!header) return undefined
  const found = new Map<string, string>()
  let inBearer = false
  let seen = false
  for (const [whole, name, quoted, bare] of header.slice(0, 4096).matchAll(piece)) {
    if (name === undefined) continue
    if (whole === name) {
      // A name without a value starts the next challenge.
      if (seen) break
      inBearer = name.toLowerCase() === 'bearer'
      seen = inBearer
    } else if (inBearer && !found.has(name.toLowerCase())) {
      found.set(name.toLowerCase(), quoted?.replaceAll(/\\(.)/gs, '$1') ?? bare ?? '')
    }
  }
  return seen ? { error: found.get('error'), scope: found.get('scope') } : undefined
}
