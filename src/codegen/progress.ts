import type { Environment } from '../node/environment.js'

/** Where a command writes to: what it needs to know of `process.stdout` and `process.stderr`. */
interface OutputStream {
  readonly write: (text: string) => unknown
  readonly isTTY?: boolean | undefined
  /** Width of the terminal, in characters. */
  readonly columns?: number | undefined
}

export interface CommandIo {
  readonly stdout: OutputStream
  readonly stderr: OutputStream
}

export interface Progress {
  /** Says what is going on, on a terminal, until the next word about it. */
  readonly step: (text: string) => void
  /** Says what has been done, for good. */
  readonly done: (text: string) => void
  /** Says what went wrong, for good, on the error stream. */
  readonly failed: (text: string) => void
}

/**
 * Tells people how a command goes: one live line on a terminal, plain lines in logs.
 *
 * Builds (`CI`) and terminals that cannot rewrite a line (`TERM=dumb`) get plain lines;
 * `NO_COLOR` takes the colour away and nothing else.
 */
export function createProgress({ stdout, stderr }: CommandIo, env: Environment): Progress {
  const live = stdout.isTTY === true && !env.CI && env.TERM !== 'dumb'
  const clear = () => {
    if (live) stdout.write('\r\u001b[2K')
  }
  const mark = (stream: OutputStream, sign: string, colour: number) => {
    if (!stream.isTTY || env.CI || env.TERM === 'dumb') return ''
    return env.NO_COLOR ? `${sign} ` : `\u001b[${colour}m${sign}\u001b[39m `
  }
  return {
    step: (text) => {
      if (!live) return
      clear()
      // A line that wraps could not be cleared. A terminal of unknown width says 0.
      const { columns } = stdout
      stdout.write(`${text.slice(0, (columns ? columns : 80) - 2)}…`)
    },
    done: (text) => {
      clear()
      stdout.write(`${mark(stdout, '✓', 32)}${text}\n`)
    },
    failed: (text) => {
      clear()
      stderr.write(`${mark(stderr, '✗', 31)}${text}\n`)
    },
  }
}
