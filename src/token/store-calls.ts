import { untilAborted } from '../base/abort.js'
import type { ClientEvent, EventListener, TokenStoreStep } from '../base/events.js'
import type { Runtime } from '../base/runtime.js'
import { withinTime } from './deadline.js'
import { TokenStoreError } from './token-store-error.js'

/** The calls of one acquisition to its store: bounded, and none after one has failed. */
export interface StoreCalls {
  /**
   * @param work - is given a signal that tells whether anybody still waits for it.
   * @returns what the call gave, or undefined when it failed or was not made.
   */
  readonly attempt: <T>(
    step: TokenStoreStep,
    work: (signal: AbortSignal) => Promise<T>,
  ) => Promise<T | undefined>
  /** Tells the listener, once for each step; of the error only what is meant to be told. */
  readonly complain: (
    step: TokenStoreStep,
    problem: Extract<ClientEvent, { type: 'store_failed' }>['problem'],
    error?: unknown,
  ) => void
  readonly isBroken: () => boolean
}

export interface StoreCallSettings {
  readonly runtime: Runtime
  /** Limit for one call of the store, in milliseconds. */
  readonly storeTimeoutMs: number
  readonly emit: EventListener
}

export function guardStoreCalls(
  { runtime, storeTimeoutMs, emit }: StoreCallSettings,
  signal: AbortSignal,
): StoreCalls {
  const slow = new Error('The token store did not answer in time.')
  const complained = new Set<TokenStoreStep>()
  let broken = false

  const complain: StoreCalls['complain'] = (step, problem, error) => {
    if (complained.has(step)) return
    complained.add(step)
    // Any other message may quote an address with its password.
    const told = error instanceof TokenStoreError ? { message: error.message } : {}
    emit({ type: 'store_failed', step, problem, ...told })
  }

  return {
    complain,
    isBroken: () => broken,
    attempt: async (step, work) => {
      if (broken || signal.aborted) return undefined
      try {
        return await withinTime(
          runtime,
          storeTimeoutMs,
          () => slow,
          signal,
          // A store may throw before it gives a promise.
          (limited) =>
            untilAborted(
              Promise.resolve().then(() => work(limited)),
              limited,
            ),
        )
      } catch (error) {
        broken = true
        if (!signal.aborted) complain(step, error === slow ? 'timeout' : 'failed', error)
        return undefined
      }
    },
  }
}
