/** The longest an answer can be held back, in milliseconds: ten minutes. */
export const maxDelayMs = 600_000

/** Answers that are held back. */
export interface HeldAnswers {
  /** Resolves after so many real milliseconds, or when the sandbox closes. */
  readonly hold: (ms: number) => Promise<void>
  /** Lets all go at once, and from then on holds none. */
  readonly release: () => void
}

/** Starts with none. */
export function createHeldAnswers(): HeldAnswers {
  const held = new Map<NodeJS.Timeout, () => void>()
  let isOver = false
  return {
    hold: (ms) =>
      new Promise((resolve) => {
        // A request that was being executed while the sandbox closed.
        if (isOver) return resolve()
        const timer = setTimeout(() => {
          held.delete(timer)
          resolve()
        }, ms)
        held.set(timer, resolve)
      }),
    release() {
      isOver = true
      for (const [timer, resolve] of held) {
        clearTimeout(timer)
        resolve()
      }
      held.clear()
    },
  }
}
