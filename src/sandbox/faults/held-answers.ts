/** The longest an answer can be held back, in milliseconds: ten minutes. */
export const maxDelayMs = 600_000

/** Answers that are held back. */
export interface HeldAnswers {
  /** Resolves after so many real milliseconds, or when the sandbox closes. */
  readonly hold: (ms: number) => Promise<void>
  /** Lets all go at once. */
  readonly release: () => void
}

/** Starts with none. */
export function createHeldAnswers(): HeldAnswers {
  const held = new Map<NodeJS.Timeout, () => void>()
  return {
    hold: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          held.delete(timer)
          resolve()
        }, ms)
        held.set(timer, resolve)
      }),
    release() {
      for (const [timer, resolve] of held) {
        clearTimeout(timer)
        resolve()
      }
      held.clear()
    },
  }
}
