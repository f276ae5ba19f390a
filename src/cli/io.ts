import type { Readable, Writable } from 'node:stream'

/** Where a command reads from, as `process.stdin` is. */
export type CliInput = Readable & { readonly isTTY?: boolean | undefined }

/** Where a command writes to, as `process.stdout` is. */
export type CliOutput = Writable & {
  readonly isTTY?: boolean | undefined
  /** Width of the terminal, in characters. */
  readonly columns?: number | undefined
}

/** Everything that the command line has of its process. */
export interface CliIo {
  readonly stdin: CliInput
  readonly stdout: CliOutput
  readonly stderr: CliOutput
  /** Variables, as `process.env` holds them. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** The directory that paths are relative to. */
  readonly cwd: string
  /** The program that runs JavaScript, for child processes. */
  readonly execPath: string
  /** The version of Node, such as `22.12.0`. */
  readonly nodeVersion: string
  /** Fires on Ctrl-C; its reason is the name of the signal that the process got. */
  readonly signal: AbortSignal
  /** Sends requests; default: the global `fetch`. For tests. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Milliseconds since the epoch; default: the system clock. For tests. */
  readonly now?: (() => number) | undefined
}
