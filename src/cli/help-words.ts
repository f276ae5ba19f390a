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
  return namesUnknown(program, argv) ? argv.filter((argument) => !flags.includes(argument)) : argv
}

function namesUnknown(program: Command, argv: readonly string[]): boolean {
  let command = program
  for (const word of argv) {
    if (word === '--' || command.commands.length === 0) return false
    if (word.startsWith('-')) continue
    if (word === 'help') return false
    const next = command.commands.find((sub) => sub.name() === word)
    if (next === undefined) return true
    command = next
  }
  return false
}
