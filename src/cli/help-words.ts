/** Arguments that ask for help, as the argument library understands them. */
import type { Command } from 'commander'

const flags = ['-h', '--help']

/** `help schema pull` becomes `schema pull --help`: the library's own `help` knows one word only. */
export function helpAsFlag(argv: readonly string[]): readonly string[] {
  const at = argv.findIndex((argument) => !argument.startsWith('-'))
  return argv[at] === 'help' ? [...argv.toSpliced(at, 1), '--help'] : argv
}

/**
 * What there is no such command for has no help: without the flag the library says so, and what is
 * near; with it, it would show the help of the command above, as if all were well.
 */
export function withoutVainHelp(program: Command, argv: readonly string[]): readonly string[] {
  const { isUnknown } = findCommand(program, argv)
  return isUnknown ? argv.filter((argument) => !flags.includes(argument)) : argv
}

/** How help is asked for on what arguments name, such as `firstaml help schema check`. */
export function helpOf(program: Command, argv: readonly string[]): string {
  return ['firstaml help', ...findCommand(program, argv).path].join(' ')
}

interface Found {
  /** Names down to the command, as far as there are commands of these names. */
  readonly path: readonly string[]
  /** Whether the word after those names none. */
  readonly isUnknown: boolean
}

function findCommand(program: Command, argv: readonly string[]): Found {
  const path: string[] = []
  let command = program
  for (const word of argv) {
    if (word === '--' || word === 'help' || command.commands.length === 0) break
    if (word.startsWith('-')) continue
    const next = command.commands.find((sub) => sub.name() === word)
    if (next === undefined) return { path, isUnknown: true }
    path.push(word)
    command = next
  }
  return { path, isUnknown: false }
}
