// A program of an example that goes on until it is told to end.
import { type ChildProcess, spawn } from 'node:child_process'
import type { Example } from './example.js'

export interface Program {
  /** What it has printed so far. */
  readonly output: () => string
  /** Waits until it has printed what is wanted; rejects when it ends without. */
  readonly waitFor: (wanted: RegExp) => Promise<string>
  /** Resolves with its exit code when it has ended; `null` when a signal did that. */
  readonly ended: Promise<number | null>
  /** Sends a signal, and waits for the end. */
  readonly kill: (signal: NodeJS.Signals) => Promise<number | null>
}

/** Starts a program of an example, with the sandbox in its environment. */
export function startProgram(
  { directory, environment }: Pick<Example, 'directory' | 'environment'>,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Program {
  const child = spawn(process.execPath, args, {
    cwd: directory,
    env: { ...process.env, ...environment, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    ...watch(child),
    ended,
    kill: (signal) => {
      child.kill(signal)
      return ended
    },
  }
}

function watch(child: ChildProcess): Pick<Program, 'output' | 'waitFor'> {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
  }
  return {
    output: () => text,
    waitFor: (wanted) =>
      new Promise((found, failed) => {
        const look = () => {
          const [match] = wanted.exec(text) ?? []
          if (match !== undefined) found(match)
        }
        child.stdout?.on('data', look)
        child.stderr?.on('data', look)
        child.once('close', () => failed(new Error(`It ended without ${wanted}: ${text}`)))
        look()
      }),
  }
}
