/** How an item of the review came out. `not observed`: there was nothing to judge it by. */
export type ReviewVerdict = 'pass' | 'warn' | 'fail' | 'not observed'

/** What the review looks at, in First AML's order. */
export type ReviewItemId =
  | 'throttling'
  | 'token-caching'
  | 'user-agent'
  | 'scopes'
  | 'over-selection'

/** One thing that was seen. */
export interface ReviewEvidence {
  /** Which request, counted from 1 in the order of arrival; `null` for what is about many. */
  readonly request: number | null
  /** When it arrived: milliseconds since the epoch on the sandbox's clock; `null` as above. */
  readonly at: number | null
  /** What it was, such as `query Me` or `POST /oauth/token`; `null` as above. */
  readonly operation: string | null
  /** What is to be said of it. Holds no variable, no token and no secret. */
  readonly text: string
}

/** One item of the review. */
export interface ReviewItem {
  readonly id: ReviewItemId
  /** What is asked for, for people. */
  readonly title: string
  readonly verdict: ReviewVerdict
  /** What was seen, in one sentence with numbers. */
  readonly summary: string
  /** The numbers, by name. */
  readonly counts: Readonly<Record<string, number>>
  /** The first pieces of evidence. */
  readonly evidence: readonly ReviewEvidence[]
  /** How many pieces more there were. */
  readonly omitted: number
  /** What to do about it; `null` where nothing is to be done. */
  readonly advice: string | null
}

/** The outcome of a review: plain data. */
export interface ReviewReport {
  readonly items: readonly ReviewItem[]
  /** How many requests to the API were seen. */
  readonly requests: number
  /** Whether there was at least one request and no item failed; warnings do not count. */
  readonly passed: boolean
}
