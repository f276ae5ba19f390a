/** One attempt to deliver an event to a subscription. */
export interface SandboxDelivery {
  /** Such as `delivery-1`; all attempts to deliver the same have the same. */
  readonly id: string
  readonly subscriptionId: string
  /** The event's type, such as `CaseCreated`. */
  readonly event: string
  readonly url: string
  /** The body, to the letter. */
  readonly payload: string
  /** 1 for the first. */
  readonly attempt: number
  /** Status of the answer; `null` when there was none. */
  readonly status: number | null
  /** When it was sent: milliseconds since the epoch on the sandbox's clock. */
  readonly at: number
}

/** What the sandbox tells its subscribers, and how a test can make that hard for them. */
export interface SandboxWebhooks {
  /** The verifier key of all deliveries, in Base64. */
  readonly key: string
  /** All attempts that have ended, oldest first. */
  readonly deliveries: readonly SandboxDelivery[]
  /**
   * Delivers something once more, whether it arrived or not; without retries. Throws a `TypeError`
   * for an id that there is not.
   */
  readonly redeliver: (id: string) => Promise<SandboxDelivery>
  /**
   * Sends each of the next deliveries twice, one after the other.
   *
   * @param count - how many; default 1.
   */
  readonly duplicate: (count?: number) => void
  /** Keeps deliveries back until `release`. */
  readonly hold: () => void
  /** Sends what was kept back, in the order it happened or in the opposite one. */
  readonly release: (order?: 'in_order' | 'reversed') => void
  /**
   * Resolves when no delivery is under way. Those kept back, and retries whose time has not come by
   * the sandbox's clock, are not under way.
   */
  readonly idle: () => Promise<void>
}
