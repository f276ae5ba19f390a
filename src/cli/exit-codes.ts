/** What `firstaml` exits with; docs/cli.md has the same table. */
export const exitCodes = {
  /** Done, and nothing was found. */
  ok: 0,
  /** A check found something, or what was asked for could not be done. */
  failed: 1,
  /** The command line, the environment or a configuration file cannot be used. */
  usage: 2,
  /** Ctrl-C. */
  interrupted: 130,
  /** SIGTERM. */
  terminated: 143,
} as const
