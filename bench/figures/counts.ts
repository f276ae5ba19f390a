/** What the vendor counted while something happened. */
export interface Counts {
  /** Token requests: T. */
  readonly tokens: number
  /** Operations that failed. */
  readonly errors: number
  /** GraphQL requests: G. */
  readonly requests: number
}
