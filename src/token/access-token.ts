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
