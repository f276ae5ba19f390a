/** Who asks: the client that a token was issued to. */
export interface ApiClient {
  readonly clientId: string
  readonly clientSecret: string
  /** Name for people to read. */
  readonly name: string
  readonly scopes: readonly string[]
  /** The organizations it may see. */
  readonly organizationIds: ReadonlySet<string>
}

/** Every scope that the vendor documents. */
export const allScopes: readonly string[] = ['read-only', 'case-management', 'api-management']
