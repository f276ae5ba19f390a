import { Command, CommanderError } from 'commander'
import type { Cli, CommandHost } from './cli.js'
import { type CommandEntry, commandList } from './command-list.js'
import { exitCodes } from './exit-codes.js'
import { commonOptions, formatOverview } from './overview.js'
import { readOwnManifest } from './own-manifest.js'

/** The whole program, of which only the command that `argv` chooses is loaded. */
export async function createProgram(argv: readonly string[], host: ProgramHost): Promise<Command> {
  const program = createRoot(host)
  const chosen = chooseCommand(argv)
  for (const entry of commandList) {
    const { name, summary, hidden = false } = entry
    const command = program.command(name, { hidden }).summary(summary)
    if (entry === chosen) await load(entry, command, host)
  }
  return program
}

export interface ProgramHost extends CommandHost {
  readonly cli: Cli
}

function createRoot({ cli }: ProgramHost): Command {
  const { io } = cli
  const root = new Command('firstaml')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show the options of a command')
    .configureHelp({ showGlobalOptions: true, styleTitle: cli.paint.bold })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void (cli.json || io.stderr.write(text)),
      // Written once, with everything else that goes wrong.
      outputError: () => {},
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
      getOutHasColors: () => true,
      getErrHasColors: () => false,
    })
  for (const [flags, about] of commonOptions) if (!flags.startsWith('-h')) root.option(flags, about)
  root.helpInformation = () => formatOverview(cli.paint)
  return root.on('option:version', () => {
    io.stdout.write(`${readOwnManifest().version}\n`)
    throw new CommanderError(exitCodes.ok, 'commander.version', '')
  })
}

async function load(entry: CommandEntry, command: Command, host: CommandHost): Promise<void> {
  const { define } = await entry.load()
  define(command, host)
}

function chooseCommand(argv: readonly string[]): CommandEntry | undefined {
  const name = argv.find((argument) => !argument.startsWith('-'))
  return commandList.find((entry) => entry.name === name)
}
