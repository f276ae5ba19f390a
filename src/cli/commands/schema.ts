import { realpath } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { Option } from 'commander'
import type { CheckPolicy, PulledSchema, ReportFormat } from 'firstaml-client/codegen'
import type { Cli, DefineCommand } from '../cli.js'
import { findCodegenConfig } from '../codegen-config.js'
import { readPullSource } from '../pull-source.js'
import { namingVariables } from '../variables.js'

interface PullFlags {
  readonly output: string
}

interface CheckFlags {
  readonly documents?: readonly string[]
  readonly config?: string
  readonly snapshot?: string
  readonly live?: string
  readonly failOn?: CheckPolicy
  readonly scopes?: readonly string[]
  readonly format?: ReportFormat
}

const afterPull = `
The file is touched only when the schema differs from what is in it, or comes from elsewhere.`

const afterCheck = `
Nothing is written. Exit code 1 when --fail-on says so, 0 when not:
  documents  one of your documents breaks, or needs another scope (the default)
  breaking   any breaking change, used or not
  dangerous  any breaking or dangerous change, used or not
  never      only tell

  firstaml schema check --documents 'src/**/*.{graphql,ts}' --format github`

export const define: DefineCommand = (command, { act }) => {
  command.description('Works with the schema that First AML serves.')
  const pull = command
    .command('pull')
    .description('Writes the schema into a file: sorted, with its source, date and hash.')
    .option('-o, --output <file>', 'the file to write', 'graphql/schema.graphql')
    .addHelpText('after', afterPull)
  act<PullFlags>(pull, async (cli, { options }) => {
    const { pullSchema } = await import('firstaml-client/codegen')
    const source = await readPullSource(cli)
    const output = resolve(cli.io.cwd, options.output)
    const pulled = await namingVariables(() => pullSchema({ ...source, output }))
    if (cli.json) await cli.writeJson({ ...pulled, output })
    else await cli.write(`${options.output}: ${describePull(pulled)}\n`)
    return 0
  })
  const check = command
    .command('check')
    .description('Tells what the schema served today does to your documents: file, line and field.')
    .option('-c, --config <file>', 'your codegen.ts, if it is called otherwise')
    .option('-d, --documents <globs...>', 'your documents; default: those of codegen.ts')
    .option(
      '-s, --snapshot <file>',
      'the schema that you generate from; default: that of codegen.ts',
    )
    .option('--live <file>', 'compare with a file in the place of what is served')
    .addOption(
      new Option('--fail-on <policy>', 'when to exit with 1').choices([
        'documents',
        'breaking',
        'dangerous',
        'never',
      ]),
    )
    .option('--scopes <names...>', 'the scopes that you were granted')
    .addOption(
      new Option('--format <name>', 'how to write it').choices(['human', 'json', 'github']),
    )
    .addHelpText('after', afterCheck)
  act<CheckFlags>(check, async (cli, { options }) => {
    const { checkSchema, formatSchemaReport } = await import('firstaml-client/codegen')
    const { live, failOn, scopes } = options
    const source = live === undefined ? await readPullSource(cli) : { file: live }
    const given = await readApplication(cli, options)
    const report = await namingVariables(() =>
      checkSchema({
        ...given,
        live: source,
        policy: failOn,
        grantedScopes: scopes,
        cwd: cli.io.cwd,
      }),
    )
    const format = options.format ?? (cli.json ? 'json' : 'human')
    const text = formatSchemaReport(report, format, { folder: await folderInRepository(cli) })
    await cli.write(`${paintReport(cli, text, format)}\n`)
    return report.exitCode
  })
}

function describePull({ changed, written, date, source, served, url }: PulledSchema): string {
  const how = served === 'introspection' ? 'by introspection of' : 'from'
  const what = changed
    ? 'changed'
    : written
      ? `unchanged, stamped anew: ${source}`
      : `unchanged since ${date}`
  return `${what} (${how} ${url}).`
}

/** What the application generates from: said by flags, else by its configuration for codegen. */
async function readApplication(
  cli: Cli,
  { documents, snapshot, config }: CheckFlags,
): Promise<{ readonly documents?: readonly string[]; readonly snapshot?: string }> {
  const found = documents && snapshot ? undefined : await findCodegenConfig(cli, config)
  const globs = documents ?? found?.documents
  const file = snapshot ?? found?.schemaFile()
  if (globs === undefined) {
    cli.note('No documents are looked at: there is no codegen.ts here. Name them with --documents.')
  }
  return { ...(globs && { documents: globs }), ...(file && { snapshot: file }) }
}

/** Where the command runs, from the root of the repository that a workflow of GitHub has checked out. */
async function folderInRepository({ io: { cwd, env } }: Cli): Promise<string> {
  const workspace = env.GITHUB_WORKSPACE
  if (!workspace) return ''
  const real = (path: string) => realpath(path).catch(() => path)
  const folder = relative(await real(workspace), await real(cwd))
  const isInside = !isAbsolute(folder) && folder.split(sep)[0] !== '..'
  return isInside ? folder : ''
}

function paintReport({ paint }: Cli, text: string, format: ReportFormat): string {
  if (format !== 'human') return text
  return text
    .replaceAll(/^(?:breaking|scope|document)(?=: )|^ {2}breaks(?= )/gm, paint.red)
    .replaceAll(/^dangerous(?=: )|^ {2}touches(?= )/gm, paint.yellow)
    .replaceAll(/^safe(?=: )/gm, paint.dim)
}
