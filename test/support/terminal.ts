// A real terminal, by tmux: what people see, and what their keys do.
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { findProgram } from './programs.js'

const execute = promisify(execFile)

/** Undefined where there is no tmux. */
export const terminalProgram = findProgram('tmux')

export interface Terminal {
  /** What stands on the screen, without colours. */
  readonly screen: () => Promise<string>
  /** What stands on the screen, with escape sequences for its colours. */
  readonly coloredScreen: () => Promise<string>
  /** Presses keys, as tmux names them: `Enter`, `C-c`, `Down`, or text. */
  readonly press: (...keys: readonly string[]) => Promise<void>
  /** Waits until the screen shows something. */
  readonly shows: (what: string | RegExp) => Promise<void>
  readonly close: () => Promise<void>
}

export interface TerminalSetup {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/** Opens a terminal of 100 by 40 characters with a shell in it. */
export async function openTerminal({ cwd, env }: TerminalSetup): Promise<Terminal> {
  const socket = `firstaml-${randomUUID()}`
  const tmux = async (...args: readonly string[]) =>
    (await execute('tmux', ['-L', socket, '-f', '/dev/null', ...args], { cwd })).stdout
  const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`])
  const size = ['-x', '100', '-y', '40']
  // Without the user's own prompt and aliases.
  await tmux('new-session', '-d', ...size, ...variables, 'env PS1="$ " bash --norc --noprofile')
  const screen = () => tmux('capture-pane', '-p')
  return {
    screen,
    coloredScreen: () => tmux('capture-pane', '-p', '-e'),
    press: async (...keys) => void (await tmux('send-keys', ...keys)),
    shows: async (what) => {
      // Each look is a process; more of them would only keep what is looked at waiting.
      await expect.poll(screen, { timeout: 30_000, interval: 100 }).toMatch(what)
    },
    close: async () => void (await tmux('kill-server')),
  }
}
