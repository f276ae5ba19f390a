/** What commands throw when the fault is not the program's. A message is one line that ends with what to do. */
import type { CommanderError } from 'commander'

/** The command line, the environment or a configuration file cannot be used: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/**
 * What the argument library threw: the arguments are none that the program takes, or help has been
 * shown.
 */
export class ArgumentsError extends Error {
  override readonly name = 'ArgumentsError'
  declare readonly cause: CommanderError
  /** What to run for the help of the command at hand. */
  readonly help: string

  constructor(cause: CommanderError, help: string) {
    super(cause.message, { cause })
    this.help = help
  }
}

/** What was asked for could not be done: exit code 1. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
}

/** Nobody reads the output any more, as when `head` has seen enough. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone'
}

/** Whoever was asked pressed Ctrl-C: exit code 130. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}
