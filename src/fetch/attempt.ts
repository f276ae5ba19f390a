/** What a request is, and how one attempt at it may end; see run-attempts.ts for what follows. */
import type { AttemptFailure, RequestKind } from './retry-decision.js'

/** What is being sent, as far as it decides anything. */
export interface RequestNature {
  /** For messages and events. */
  readonly name: string
  readonly kind: RequestKind
  /** The caller says that sending twice does no harm. */
  readonly repeatable: boolean
  /** Limit for one attempt, in milliseconds; default: the client's. */
  readonly timeoutMs?: number | undefined
  /** Limit for all attempts and waits together, in milliseconds; default: the client's. */
  readonly totalMs?: number | undefined
  /** It cannot be sent a second time, whatever came of the first: its body is a stream. */
  readonly once?: boolean | undefined
}

/** Thrown inside an attempt that has been given up; nobody listens to it then. */
export const givenUp = Symbol('the attempt has been given up')

export interface AttemptContext {
  /** True after a first attempt has failed. */
  readonly again: boolean
  /**
   * To be called right before the request goes out: from here on the limit of one attempt counts.
   *
   * @throws when the attempt has been given up meanwhile; the request must then not go out.
   */
  readonly sent: () => void
  /**
   * The server refused the token and carried nothing out. What follows waits for another one: as
   * before the first send, it has the time of the whole request, and nothing is unknown.
   */
  readonly refused: () => void
  /**
   * Says how to give back what the attempt holds; that is done when it is given up, since what it
   * waits for may never come.
   */
  readonly holds: (giveBack: (() => void) | undefined) => void
  /** True when nobody waits for the attempt any more: the caller, a limit or the client's end. */
  readonly isGivenUp: () => boolean
}

/** How an attempt ended. One that throws has failed on the network, unless it throws our error. */
export type AttemptOutcome<T> = { readonly value: T } | FailedAttempt<T>

/** A failed attempt: how, and what to end with if it stays the last. */
export interface FailedAttempt<T> {
  readonly failure: AttemptFailure
  /**
   * @param outcomeUnknown - the server may have carried out what must not be sent twice.
   * @throws the error for the caller, where there is no answer to give.
   */
  readonly end: (outcomeUnknown: boolean) => T
  /** Lets go of what the attempt still holds, when another one is made. */
  readonly abandon?: () => void
}

export interface AttemptRun<T> {
  readonly nature: RequestNature
  /** The caller's own signal. */
  readonly signal: AbortSignal | null | undefined
  /**
   * Fires when nobody waits any more. It is looked at after a failure and listened to from then on,
   * since a listener for each request costs more than most of what else is done for it.
   */
  readonly leftBy?: AbortSignal | null | undefined
  /** Handed a function that ends the request with a reason, for whoever has no signal. */
  readonly onStart?: ((stop: (reason: unknown) => void) => void) | undefined
  readonly attempt: (context: AttemptContext) => Promise<AttemptOutcome<T>>
  /** Throws what a failure without an answer means for the caller. */
  readonly fail: (cause: unknown, outcomeUnknown: boolean) => never
  /** Turns what ends the request into what its caller catches; default: nothing is turned. */
  readonly translate?: (error: unknown) => unknown
}
