// A real terminal, by tmux: what people see, and what their keys do.
import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
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
  const place = ['-L', `firstaml-${randomUUID()}`, '-f', '/dev/null']
  const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`])
  const size = ['-x', '100', '-y', '40']
  // Without the user's own prompt and aliases.
  const shell = 'env PS1="$ " bash --norc --noprofile'
  await execute('tmux', [...place, 'new-session', '-d', ...size, ...variables, shell], { cwd })
  const { ask, end } = control(place)
  const screen = () => ask('capture-pane', '-p')
  return {
    screen,
    coloredScreen: () => ask('capture-pane', '-p', '-e'),
    press: async (...keys) => void (await ask('send-keys', ...keys)),
    shows: async (what) => {
      await expect.poll(screen, { timeout: 30_000, interval: 100 }).toMatch(what)
    },
    close: end,
  }
}

/**
 * One tmux that takes all commands: in its control mode it reads them as lines, and writes the answer
 * to each between a line `%begin` and a line `%end` or `%error`.
 */
function control(place: readonly string[]) {
  const tmux = spawn('tmux', [...place, '-C', 'attach-session', '-f', 'no-output,ignore-size'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const gone = once(tmux, 'exit')
  const answers = createInterface({ input: tmux.stdout })
  let answer: string[] | undefined
  // What it says of itself once it is attached.
  const waiting: ((answer: string) => void)[] = [() => {}]
  answers.on('line', (line) => {
    if (answer === undefined) {
      if (line.startsWith('%begin ')) answer = []
    } else if (/^%(?:end|error) \d+ \d+ \d+$/.test(line)) {
      waiting.shift()?.(answer.join('\n'))
      answer = undefined
    } else answer.push(line)
  })
  return {
    ask: (...words: readonly string[]) =>
      new Promise<string>((answered) => {
        waiting.push(answered)
        tmux.stdin.write(`${words.map(quote).join(' ')}\n`)
      }),
    async end() {
      tmux.stdin.write('kill-server\n')
      await gone
    },
  }
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}
