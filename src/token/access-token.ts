/** An access token as {@link TokenSource.get} hands it out. Treat `value` as a secret. */
export interface AccessToken {
  readonly value: string
  /** When it ends, in milliseconds since the epoch by this machine's clock. */
  readonly expiresAt: number
  /** Scope that the token endpoint said it granted, space separated, if it said so. */
  readonly scope?: string
}

/** An access token that has just been issued, before anybody knows when it was asked for. */
export interface IssuedToken {
  readonly value: string
  /** Milliseconds from the moment the request was sent; 0 means: use once. */
  readonly lifetimeMs: number
  readonly scope?: string
}

/** Tells whether a value is text that can stand in a header as a token (RFC 6750, section 2.1). */
export function isBearerToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)
}
