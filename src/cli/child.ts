/** Programs that a command runs: on the terminal itself where there is one. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { Stream } from 'node:stream'
import type { Cli } from './cli.js'
import { UsageError } from './failures.js'

export interface ChildSetup {
  /** Variables to set besides those of this process. */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** Whether its output goes to stderr, since stdout is for something else. Default false. */
  readonly quietStdout?: boolean | undefined
  /** Hears its stdout, which then is no terminal to it. */
  readonly onStdout?: ((text: string) => void) | undefined
}

/**
 * Runs a program to its end.
 *
 * @returns its exit code; 128 and the signal's number when a signal ended it, as shells have it.
 * @throws UsageError when there is no such program.
 */
export async function runChild(
  cli: Cli,
  program: string,
  args: readonly string[],
  { env, quietStdout = false, onStdout }: ChildSetup = {},
): Promise<number> {
  const { io } = cli
  const stdout = quietStdout ? io.stderr : io.stdout
  const stdio: StdioOptions = [
    ownOr(io.stdin, 'ignore'),
    onStdout ? 'pipe' : ownOr(stdout, 'pipe'),
    ownOr(io.stderr, 'pipe'),
  ]
  const child = spawn(program, args, { cwd: io.cwd, env: { ...io.env, ...env }, stdio })
  if (onStdout) child.stdout?.on('data', (chunk) => onStdout(String(chunk)))
  child.stdout?.pipe(stdout, { end: false })
  child.stderr?.pipe(io.stderr, { end: false })
  const forward = () => child.kill(signalToForward(cli))
  cli.signal.addEventListener('abort', forward)
  try {
    return await ended(child, program)
  } finally {
    cli.signal.removeEventListener('abort', forward)
  }
}

/** The process's own stream, which the child can have as it is; a stream of a test is piped. */
function ownOr(stream: Stream, other: 'ignore' | 'pipe'): Stream | 'ignore' | 'pipe' {
  return 'fd' in stream && typeof stream.fd === 'number' ? stream : other
}

/** Ctrl-C on a terminal reaches the child by itself, and twice would mean: at once. */
function signalToForward({ io }: Cli): NodeJS.Signals | 0 {
  const { reason } = io.signal
  if (reason === 'SIGINT' && io.stdin.isTTY) return 0
  return reason === 'SIGINT' || reason === 'SIGHUP' ? reason : 'SIGTERM'
}

function ended(child: ChildProcess, program: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      const isMissing = 'code' in error && error.code === 'ENOENT'
      const remedy = isMissing
        ? 'cannot be found. Check its name, or put npx before it'
        : error.message
      reject(new UsageError(`${program} ${remedy}.`, { cause: error }))
    })
    child.once('close', (code, signal) => {
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}
