// The command line in this process, on streams that are collected, against a real sandbox.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import type { CliIo, CliOutput } from '../../src/cli/io.js'
import { run } from '../../src/cli/run.js'

export interface CliResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface CliSetup extends Partial<Omit<CliIo, 'stdin' | 'stdout' | 'stderr'>> {
  /** What is typed, or piped in. */
  readonly stdin?: string | undefined
  /** Whether the streams say that they are a terminal. */
  readonly isTTY?: boolean | undefined
  /** Hears of everything that is written, as it is. */
  readonly onOutput?: ((text: string, all: string) => unknown) | undefined
}

/** An output that keeps what it is given. */
export function collect(isTTY: boolean, onOutput?: CliSetup['onOutput']) {
  let text = ''
  const stream: CliOutput = Object.assign(
    new Writable({
      decodeStrings: false,
      write: (chunk, _encoding, written) => {
        text += String(chunk)
        onOutput?.(String(chunk), text)
        written()
      },
    }),
    { isTTY, columns: 100 },
  )
  return { stream, text: () => text }
}

/** Runs a command to its end. */
export async function runCli(argv: readonly string[], setup: CliSetup = {}): Promise<CliResult> {
  const { stdin = '', isTTY = false, onOutput, ...io } = setup
  const stdout = collect(isTTY, onOutput)
  const stderr = collect(isTTY, onOutput)
  const exitCode = await run(argv, {
    stdin: Object.assign(Readable.from([Buffer.from(stdin)]), { isTTY }),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: {},
    cwd: tmpdir(),
    execPath: process.execPath,
    nodeVersion: process.versions.node,
    signal: new AbortController().signal,
    ...io,
  })
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() }
}

/** The variables with which commands reach a sandbox; tokens are kept in a folder of their own. */
export function environmentOf({
  env,
}: {
  readonly env: Readonly<Record<string, string>>
}): Record<string, string> {
  return {
    ...env,
    FIRSTAML_TOKEN_STORE: join(mkdtempSync(join(tmpdir(), 'firstaml-cli-')), 'tokens'),
  }
}
