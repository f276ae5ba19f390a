import type { Cli } from '../cli.js'
import { describeError } from '../describe-error.js'

/** `warn` is worth a look; `skip` could not be looked at, for want of what another check found. */
export type Verdict = 'ok' | 'warn' | 'fail' | 'skip'

/** What one look found. */
export interface Finding {
  /** What was looked at, such as `credentials`. */
  readonly check: string
  readonly verdict: Verdict
  /** What was found, in one sentence; no secret. */
  readonly found: string
  /** What to do about it; undefined where nothing is. */
  readonly remedy?: string
}

export const ok = (check: string, found: string): Finding => ({ check, verdict: 'ok', found })
export const skip = (check: string, found: string): Finding => ({ check, verdict: 'skip', found })
export const warn = (check: string, found: string, remedy: string): Finding => ({
  check,
  verdict: 'warn',
  found,
  remedy,
})
export const fail = (check: string, found: string, remedy: string): Finding => ({
  check,
  verdict: 'fail',
  found,
  remedy,
})

/** What some work gives, or a finding of what stopped it. */
export async function findingOr<Value extends object>(
  { io, signal }: Cli,
  check: string,
  work: () => Promise<Value>,
): Promise<Value | Finding> {
  try {
    return await work()
  } catch (error) {
    signal.throwIfAborted()
    const { message } = await describeError(error, io.env)
    // Our errors say what happened in their first sentence, and then what to do.
    const [, found = message, remedy = ''] = /^(.+?[.!?])\s+(.+)$/.exec(message) ?? []
    return fail(check, found, remedy || 'Correct it, then look again.')
  }
}
