import { once } from 'node:events'
import type { ReviewInput, Sandbox } from 'firstaml-client/sandbox'
import { runChild } from '../child.js'
import type { Cli, DefineCommand } from '../cli.js'
import { exitCodes } from '../exit-codes.js'
import { CommandFailure, UsageError } from '../failures.js'
import type { Paint } from '../paint.js'
import { namingFlags, readJsonFile } from '../read-option.js'
import {
  addSandboxOptions,
  nameSandboxFlags,
  readSandboxOptions,
  type SandboxFlags,
} from '../sandbox-options.js'

interface Flags extends SandboxFlags {
  readonly review?: boolean
  readonly selection?: string
}

const after = `
Without a command it prints FIRSTAML_CLIENT_ID, FIRSTAML_CLIENT_SECRET and FIRSTAML_BASE_URL, and
serves until Ctrl-C. With one it runs the command with them set, and ends with it:

  firstaml sandbox --review -- npm test

Exit code: the command's own; else 1 when the review fails, when nothing was asked under review, or
when a scripted fault never happened; else 0, Ctrl-C included where there is no command.`

export const define: DefineCommand = (command, { act }) => {
  command
    .description(
      'Plays First AML on loopback: token, GraphQL, files, webhooks, over data in memory.',
    )
    .argument('[command...]', 'a command to run against it, after --')
    .option('--review', 'end with the go-live review of what was asked')
    .option('--selection <file>', 'JSON of a selection tracker’s report, for the review')
  addSandboxOptions(command).addHelpText('after', after)
  act<Flags>(command, async (cli, { options, operands }) => {
    if (options.selection !== undefined && !options.review) {
      throw new UsageError('--selection is for the review. Add --review.')
    }
    const sandbox = await start(cli, options)
    const [program, ...args] = operands
    await announce(cli, sandbox, program === undefined)
    let exitCode: number = exitCodes.ok
    if (program === undefined) await untilInterrupted(cli)
    else exitCode = await runChild(cli, program, args, { env: sandbox.env, quietStdout: cli.json })
    const unused = await close(sandbox)
    if (options.review) {
      const passed = await review(cli, sandbox, options.selection)
      if (!passed) exitCode ||= exitCodes.failed
    }
    if (unused) throw unused
    return exitCode
  })
}

async function start(cli: Cli, flags: Flags): Promise<Sandbox> {
  const { createSandbox } = await import('firstaml-client/sandbox')
  const { options, faults } = await readSandboxOptions(cli, flags)
  const sandbox = await namingFlags(nameSandboxFlags, () => createSandbox(options)).catch(
    refuseBusyPort,
  )
  cli.defer(() => sandbox.close().catch(() => {}))
  const name = (message: string) => message.replace('faults.next:', `--faults ${flags.faults}:`)
  for (const fault of faults) await namingFlags(name, () => sandbox.faults.next(fault))
  return sandbox
}

function refuseBusyPort(error: unknown): never {
  const cause = error instanceof Error ? error.cause : undefined
  if (!(error instanceof Error && cause instanceof Error && 'syscall' in cause)) throw error
  const message = error.message.replace('createSandbox: cannot', 'The sandbox cannot')
  throw new CommandFailure(`${message}. Choose another with --port, or leave it out.`, {
    cause: error,
  })
}

/**
 * The variables go to stdout, where a script can take them; what they are for goes to people. A
 * command has them already, and stdout to itself.
 */
async function announce(cli: Cli, sandbox: Sandbox, isAlone: boolean): Promise<void> {
  const { url, tokenUrl, graphqlUrl, storageUrl, env, webhooks } = sandbox
  if (cli.json) {
    const about = { url, tokenUrl, graphqlUrl, storageUrl, webhookKey: webhooks.key, env }
    await cli.write(`${JSON.stringify(about)}\n`)
    return
  }
  cli.note(`The sandbox plays First AML at ${cli.errorPaint.bold(url)}; Ctrl-C ends it.`)
  cli.note(
    `${cli.errorPaint.dim(`GraphiQL: ${graphqlUrl}  requests as they come: ${url}/_sandbox/`)}`,
  )
  if (!isAlone) return
  const lines = Object.entries(env).map(([name, value]) => `${name}=${value}\n`)
  await cli.write(lines.join(''))
}

async function untilInterrupted({ signal }: Cli): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}

/** @returns the complaint about scripted faults that never happened, if there are such. */
async function close(sandbox: Sandbox): Promise<CommandFailure | undefined> {
  try {
    await sandbox.close()
    return undefined
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return new CommandFailure(message, { cause: error })
  }
}

async function review(cli: Cli, sandbox: Sandbox, path: string | undefined): Promise<boolean> {
  const { formatReview } = await import('firstaml-client/sandbox')
  const input: ReviewInput =
    path === undefined ? {} : { selection: await readJsonFile(cli, path, '--selection') }
  const name = (message: string) => message.replace('review: selection', `--selection ${path}`)
  const report = await namingFlags(name, () => sandbox.review(input))
  if (cli.json) await cli.write(`${JSON.stringify({ review: report })}\n`)
  else await cli.write(`\n${paintVerdicts(formatReview(report), cli.paint)}\n`)
  if (report.requests === 0) {
    cli.note('No request reached the sandbox. Let the integration read FIRSTAML_BASE_URL.')
  }
  return report.passed
}

function paintVerdicts(text: string, { red, green, yellow }: Paint): string {
  return text
    .replaceAll(/: PASS(?:ED)?(?= \(|$)/gm, green)
    .replaceAll(/: (?:FAIL(?:ED)?|NOTHING SEEN)(?= \(|$)/gm, red)
    .replaceAll(/: WARN$/gm, yellow)
}
