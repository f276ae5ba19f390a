/**
 * What `firstaml --help` shows. It is written here and not by the argument library, so that nothing
 * has to be loaded for it.
 */
import { commandList } from './command-list.js'
import type { Paint } from './paint.js'

/** The options that all commands have. */
export const commonOptions = [
  ['--json', 'write JSON to stdout, for programs'],
  ['--debug', 'show stack traces of errors'],
  ['-V, --version', 'show the version'],
  ['-h, --help', 'show help'],
] as const

const notes = `Credentials come from FIRSTAML_CLIENT_ID and FIRSTAML_CLIENT_SECRET, the address of the environment
from FIRSTAML_BASE_URL. Secrets are never taken as arguments.

Exit codes: 0 done, 1 failed or found something, 2 cannot be used like that, 130 Ctrl-C.`

export function formatOverview({ bold }: Paint): string {
  const shown = commandList.filter(({ hidden }) => !hidden)
  const commands = shown.map(({ name, summary }) => [name, summary] as const)
  const rows = (list: ReadonlyArray<readonly [string, string]>) =>
    list.map(([name, about]) => `  ${name.padEnd(14)}  ${about}\n`).join('')
  return `${bold('Usage:')} firstaml <command> [options]

First AML on the command line.

${bold('Commands:')}
${rows([...commands, ['help <command>', 'show the options of a command']])}
${bold('Options:')}
${rows(commonOptions)}
${notes}
`
}

/** Whether the arguments ask for the overview and for nothing else. */
export function asksForOverview(argv: readonly string[]): boolean {
  return argv.length === 1 && ['--help', '-h', 'help'].includes(argv[0] ?? '')
}
