import { requireFunction } from './function-option.js'

/**
 * The one seam to the outside: clock, timers, randomness and network.
 *
 * Everything that waits, draws lots or sends goes through a {@link Runtime}, so that a test can
 * hold time still and answer requests in an order of its choosing. No other file of the client
 * reads a clock, starts a timer or calls the global `fetch`.
 */
export interface Runtime {
  /** Wall clock, in milliseconds since the epoch. May jump either way. */
  readonly now: () => number
  /** A clock in milliseconds that never goes back; its zero means nothing. */
  readonly monotonic: () => number
  /** A number from 0 (inclusive) to 1 (exclusive), for jitter only. */
  readonly random: () => number
  /**
   * Calls `callback` once after `delayMs` milliseconds; the function returned cancels it. A timer
   * in the background does not keep the process alive.
   */
  readonly after: (delayMs: number, callback: () => void, background?: 'background') => () => void
  /** Sends one HTTP request, as the standard `fetch` does. */
  readonly fetch: typeof globalThis.fetch
}

/** Timers overflow beyond this many milliseconds (2^31 - 1) and would fire at once. */
const longestTimerMs = 2_147_483_647

/** What a door without network and lots needs of the system; small, since it comes to be loaded. */
export const systemTimers: Pick<Runtime, 'monotonic' | 'after'> = {
  monotonic: () => performance.now(),
  after: (delayMs, callback, background) => {
    const timer = setTimeout(callback, Math.min(Math.max(delayMs, 0), longestTimerMs))
    // Node's timers are objects that hold the process; elsewhere they are numbers that do not.
    if (background) Object(timer).unref?.()
    return () => clearTimeout(timer)
  },
}

/**
 * The system's own runtime, with the members given put in place of its own.
 *
 * @throws TypeError when `fetch` is no function.
 */
export function createRuntime(
  overrides: Partial<Runtime> = {},
  fetch?: typeof globalThis.fetch,
): Runtime {
  if (fetch) requireFunction(fetch, 'fetch')
  return {
    ...systemTimers,
    now: () => Date.now(),
    random: () => Math.random(),
    // Looked up at each call: applications and test tools replace the global after import.
    fetch: (input, init) => globalThis.fetch(input, init),
    ...overrides,
    ...(fetch && { fetch }),
  }
}

/** What tells a browser from other runtimes; `globalThis` has it, or lacks it. */
interface Surroundings {
  readonly navigator?: { readonly userAgent?: string } | undefined
  readonly process?: { readonly versions?: { readonly node?: string } | undefined } | undefined
}

/**
 * Whether this is a page, or a worker of one: every browser calls itself Mozilla there. Node, Deno,
 * Bun and edge runtimes have other names, and a document that jsdom plays is in a process of Node.
 */
export function isBrowser({ navigator, process }: Surroundings = globalThis): boolean {
  // Bundlers give pages a process, too, but none that names a version of Node.
  return !process?.versions?.node && /^Mozilla/.test(navigator?.userAgent ?? '')
}
