/** Does a job at once and then again and again, never twice at a time. */
export interface Schedule {
  /** Ends it, and waits for what is under way. */
  readonly stop: () => Promise<void>
}

/**
 * @param job - told by the signal to end. It deals with its own failures.
 * @param everyMs - from the end of one to the beginning of the next.
 */
export function startSchedule(
  job: (signal: AbortSignal) => Promise<void>,
  everyMs: number,
): Schedule {
  const ending = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let running = run()

  async function run(): Promise<void> {
    await job(ending.signal)
    if (ending.signal.aborted) return
    timer = setTimeout(() => {
      running = run()
    }, everyMs)
  }

  return {
    stop: async () => {
      ending.abort()
      clearTimeout(timer)
      await running
    },
  }
}
