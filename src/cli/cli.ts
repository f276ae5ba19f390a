/** What a command works with: the process as `io`, seen through the options that all commands have. */
import type { Command } from 'commander'
import { ReaderGone } from './failures.js'
import type { CliIo } from './io.js'
import { createPaint, type Paint } from './paint.js'

export interface Cli {
  readonly io: CliIo
  /** Ends everything that is under way: Ctrl-C, or a reader that has gone. Hand it on. */
  readonly signal: AbortSignal
  /** Whether `--json` was given: then stdout gets JSON and nothing else. */
  readonly json: boolean
  /** Whether `--debug` was given: then errors come with their stacks. */
  readonly debug: boolean
  /** Styles for stdout. */
  readonly paint: Paint
  /** Styles for stderr. */
  readonly errorPaint: Paint
  /** Whether stderr can show a line that changes, such as a progress bar. */
  readonly live: boolean
  /** Writes to stdout, and waits until the reader has taken it. */
  readonly write: (text: string) => Promise<void>
  /** Writes a value to stdout as JSON, with a line break. */
  readonly writeJson: (value: unknown) => Promise<void>
  /** Says a line to people, on stderr: what happens, what to do. */
  readonly note: (line: string) => void
  /** Has something done when the command has ended, however it ends; last come, first served. */
  readonly defer: (close: () => unknown) => void
}

/** What a command does. @returns its exit code. */
export type Action<Options> = (
  cli: Cli,
  given: { readonly options: Options; readonly operands: readonly string[] },
) => Promise<number>

/** What the file of a command gets to register itself with. */
export interface CommandHost {
  /** Has `action` done when `command` is chosen. */
  readonly act: <Options extends object>(command: Command, action: Action<Options>) => void
  /** The whole program, with the command loaded that the arguments choose. */
  readonly program: (argv: readonly string[]) => Promise<Command>
}

/** The file of a command exports one of these, as `define`. */
export type DefineCommand = (command: Command, host: CommandHost) => void

export interface CliFrame {
  readonly cli: Cli
  /** Closes what was deferred. */
  readonly close: () => Promise<void>
}

/** @param argv - arguments; those after `--` belong to somebody else. */
export function createCli(argv: readonly string[], io: CliIo): CliFrame {
  const end = argv.indexOf('--')
  const own = end < 0 ? argv : argv.slice(0, end)
  const readerGone = new AbortController()
  const closers: Array<() => unknown> = []
  const onOutputError = (error: Error) => readerGone.abort(asReaderGone(error))
  io.stdout.on('error', onOutputError)

  const write = (text: string) =>
    new Promise<void>((resolve, reject) => {
      if (readerGone.signal.aborted) return reject(readerGone.signal.reason)
      io.stdout.write(text, (error) => (error ? reject(asReaderGone(error)) : resolve()))
    })
  const { isTTY } = io.stderr
  const cli: Cli = {
    io,
    signal: AbortSignal.any([io.signal, readerGone.signal]),
    json: own.includes('--json'),
    debug: own.includes('--debug'),
    paint: createPaint(io.stdout, io.env),
    errorPaint: createPaint(io.stderr, io.env),
    live: isTTY === true && !io.env.CI && io.env.TERM !== 'dumb',
    write,
    writeJson: (value) => write(`${JSON.stringify(value, undefined, 2)}\n`),
    note: (line) => void io.stderr.write(`${line}\n`),
    defer: (close) => void closers.unshift(close),
  }
  return {
    cli,
    close: async () => {
      for (const close of closers.splice(0)) await close()
      io.stdout.off('error', onOutputError)
    },
  }
}

function asReaderGone(error: Error): Error {
  const gone = 'code' in error && ['EPIPE', 'ERR_STREAM_DESTROYED'].includes(String(error.code))
  return gone ? new ReaderGone('Nobody reads the output any more.', { cause: error }) : error
}
