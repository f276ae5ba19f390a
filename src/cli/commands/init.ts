import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Option } from 'commander'
import type { Cli, DefineCommand } from '../cli.js'
import { exitCodes } from '../exit-codes.js'
import { UsageError } from '../failures.js'
import { type ChoiceFlags, type Choices, readChoices, styles } from '../init/choices.js'
import { type PlannedFile, planFiles } from '../init/plan.js'
import { packagesOf } from '../init/templates.js'
import { codegenPeers, findProject, installCommand, type Project } from '../project.js'

interface Flags extends ChoiceFlags {
  readonly yes?: boolean
  readonly force?: boolean
  readonly dryRun?: boolean
}

const after = `
On a terminal it asks; --yes, --json, or no terminal, and it takes what the flags say and guesses the
rest. What exists and differs is left as it is, and named, unless --force or your answer says so; then
the exit code is 1. No secret is asked for, and none is written.

  graphql   queries in .graphql files, types by codegen
  tagged    queries in gql templates beside the code, types by codegen
  gql-tada  queries with gql.tada, types by the compiler`

export const define: DefineCommand = (command, { act }) => {
  command
    .description(
      'Sets an application up: codegen.ts, a first query, scripts, .env.example, .gitignore.',
    )
    .addOption(new Option('--style <name>', 'where queries are written').choices(styles))
    .option('--source <folder>', 'the folder of your sources; default src')
    .option('--output <file>', 'the generated types; default <source>/generated/operations.ts')
    .option('-y, --yes', 'ask nothing')
    .option('--force', 'replace what exists and differs')
    .option('--dry-run', 'show what would be done, and do nothing')
    .addHelpText('after', after)
  act<Flags>(command, async (cli, { options }) => {
    const project = await findProject(cli.io)
    if (!project) {
      throw new UsageError('There is no package.json here or above. Run npm init, then this again.')
    }
    const { stdin, stderr } = cli.io
    const asks = stdin.isTTY === true && stderr.isTTY === true && !options.yes && !cli.json
    const questions = asks ? await import('../init/ask.js') : undefined
    const flags = questions ? await questions.askChoices(cli, options, project) : options
    const choices = readChoices(flags, project)
    const files = await planFiles(choices, project)
    const differing = files.filter(({ action }) => action === 'replace')
    const given = options.force ? differing.map(({ path }) => path) : []
    if (questions) await show(cli, files, new Set(given), 'would')
    const replaced = new Set(
      questions && !options.force && !options.dryRun
        ? await questions.askReplacements(cli, differing)
        : given,
    )
    const goes = !options.dryRun && (questions ? await questions.askConsent(cli) : true)
    if (goes) await write(project, files, replaced)
    await report(cli, { files, replaced, goes, asked: questions !== undefined, choices, project })
    const kept = differing.some(({ path }) => !replaced.has(path))
    return kept && !questions ? exitCodes.failed : exitCodes.ok
  })
}

async function write(
  { folder }: Project,
  files: readonly PlannedFile[],
  replaced: ReadonlySet<string>,
): Promise<void> {
  for (const { path, action, text } of files) {
    if (action === 'leave' || (action === 'replace' && !replaced.has(path))) continue
    await mkdir(dirname(join(folder, path)), { recursive: true })
    // Created since it was looked at, it is somebody else's.
    await writeFile(join(folder, path), text, { flag: action === 'create' ? 'wx' : 'w' })
  }
}

interface Outcome {
  readonly files: readonly PlannedFile[]
  readonly replaced: ReadonlySet<string>
  /** Whether it was done. */
  readonly goes: boolean
  readonly asked: boolean
  readonly choices: Choices
  readonly project: Project
}

async function report(cli: Cli, outcome: Outcome): Promise<void> {
  const { files, replaced, goes, asked, choices, project } = outcome
  const next = nextSteps(choices, project)
  if (cli.json) {
    const list = files.map(({ path, action }) => ({
      path,
      action: done(action, replaced.has(path)),
    }))
    return cli.writeJson({ written: goes, files: list, next })
  }
  if (goes || !asked) await show(cli, files, replaced, goes ? 'did' : 'would')
  if (!goes) return cli.note('Nothing was written.')
  await cli.write(`\n${cli.paint.bold('Next:')}\n${next.map((line) => `  ${line}\n`).join('')}`)
}

async function show(
  cli: Cli,
  files: readonly PlannedFile[],
  replaced: ReadonlySet<string>,
  tense: 'would' | 'did',
): Promise<void> {
  const { green, yellow, red, dim } = cli.paint
  const styles = { create: green, extend: green, replace: red, keep: yellow, leave: dim }
  for (const { path, action, about } of files) {
    const what = done(action, replaced.has(path))
    const remedy = what === 'keep' && tense === 'did' ? '; --force replaces it' : ''
    await cli.write(
      `${styles[what](what.padEnd(7))}  ${path}${about ? ` (${about}${remedy})` : ''}\n`,
    )
  }
}

function done(action: PlannedFile['action'], mayReplace: boolean) {
  return action === 'replace' && !mayReplace ? 'keep' : action
}

function nextSteps(choices: Choices, project: Project): readonly string[] {
  const { packageManager, names } = project
  const { runtime, development } = packagesOf(choices, project, codegenPeers)
  const add = runtime.filter((name) => !names(name))
  const addForDevelopment = development.filter((name) => !names(name))
  const verb = packageManager === 'npm' ? 'install' : 'add'
  return [
    ...(add.length > 0 ? [`${packageManager} ${verb} ${add.join(' ')}`] : []),
    ...(addForDevelopment.length > 0 ? [installCommand(packageManager, addForDevelopment)] : []),
    ...(choices.style === 'gql-tada' ? [] : [`${packageManager} run codegen`]),
    'npx firstaml doctor',
  ]
}
