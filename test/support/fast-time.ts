import { type Runtime, systemTimers } from '../../src/base/runtime.js'

/** Real time, twenty times as fast: for pauses of seconds between requests on real sockets. */
export const fastTime: Pick<Runtime, 'monotonic' | 'after'> = {
  monotonic: () => performance.now() * 20,
  after: (delayMs, callback, background) => systemTimers.after(delayMs / 20, callback, background),
}
