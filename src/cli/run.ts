import type { Command } from 'commander'
import { type Action, type Cli, createCli } from './cli.js'
import { exitCodes } from './exit-codes.js'
import { ArgumentsError, CommandFailure, Interrupted, ReaderGone, UsageError } from './failures.js'
import type { CliIo } from './io.js'
import { asksForOverview, formatOverview } from './overview.js'
import type { ProgramHost } from './program.js'

/**
 * Runs the command line.
 *
 * @param argv - the arguments after the program's name.
 * @returns the exit code; never rejects.
 */
export async function run(argv: readonly string[], io: CliIo): Promise<number> {
  const { cli, close } = createCli(argv, io)
  let exitCode: number = exitCodes.ok
  const host: ProgramHost = {
    cli,
    program: async (words) => {
      // Loaded late, so that the overview comes at once.
      const { createProgram } = await import('./program.js')
      return createProgram(words, host)
    },
    act: <Options extends object>(command: Command, action: Action<Options>) => {
      command.action(async () => {
        exitCode = await action(cli, { options: command.opts(), operands: command.args })
      })
    },
  }
  try {
    if (asksForOverview(argv)) await cli.write(formatOverview(cli.paint))
    else await parse(argv, host)
  } catch (error) {
    exitCode = await report(error, cli)
  }
  try {
    await close()
  } catch (error) {
    exitCode = await report(error, cli)
  }
  return exitCode
}

async function parse(argv: readonly string[], host: ProgramHost): Promise<void> {
  const [{ CommanderError }, { helpAsFlag, helpOf, withoutVainHelp }] = await Promise.all([
    import('commander'),
    import('./help-words.js'),
  ])
  const words = helpAsFlag(argv)
  const program = await host.program(words)
  try {
    await program.parseAsync([...withoutVainHelp(program, words)], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    throw new ArgumentsError(error, helpOf(program, words))
  }
}

/** Says what went wrong, if anybody is to know. @returns the exit code. */
async function report(error: unknown, cli: Cli): Promise<number> {
  const { io, json, debug, errorPaint } = cli
  if (error instanceof ReaderGone) return exitCodes.ok
  if (error instanceof Interrupted) return exitCodes.interrupted
  const isFinding = error instanceof CommandFailure || error instanceof UsageError
  if (io.signal.aborted && !isFinding) {
    return io.signal.reason === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted
  }
  // What ended for want of a place to write to ended because of that.
  const fault = cli.signal.aborted && !isFinding ? cli.signal.reason : error
  if (fault instanceof ReaderGone) return exitCodes.ok
  const { describeError, hideSecrets, readHelpShown } = await import('./describe-error.js')
  const helpShown = readHelpShown(fault)
  // Programs get the error as for any other mistake.
  if (helpShown !== undefined && !(json && helpShown === exitCodes.usage)) return helpShown
  const { exitCode, code, message } = await describeError(fault, io.env)
  if (json) cli.note(JSON.stringify({ error: { code, message } }))
  else cli.note(`${errorPaint.red('firstaml:')} ${message}`)
  if (debug && fault instanceof Error) cli.note(hideSecrets(stackOf(fault), io.env))
  return exitCode
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}
