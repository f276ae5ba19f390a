import { isFirstAmlError } from 'firstaml-client'

/** As `sysexits.h` has them, so that cron's wrappers and systemd know what they mean. */
export const exitCodes = {
  /** Everything that changed is exported. */
  done: 0,
  /** A fault of this program. */
  internal: 70,
  /** Something is left to do; the next run goes on where this one ended. */
  tryAgain: 75,
  /** Somebody has to correct the configuration; no run will work before. */
  configuration: 78,
} as const

/** The program cannot begin as it is called. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigurationError) return exitCodes.configuration
  if (!isFirstAmlError(error)) return exitCodes.internal
  switch (error.code) {
    case 'token_refused':
    case 'access_rejected':
    case 'scope_missing':
      return exitCodes.configuration
    default:
      return exitCodes.tryAgain
  }
}
