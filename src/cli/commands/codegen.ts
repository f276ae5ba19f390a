import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { runChild } from '../child.js'
import type { Cli, DefineCommand } from '../cli.js'
import { findCodegenConfig, requireConfigFile } from '../codegen-config.js'
import { UsageError } from '../failures.js'
import { codegenPeers, findMissing, findProject, installCommand } from '../project.js'

interface Flags {
  readonly config?: string
  readonly check?: boolean
  readonly watch?: boolean
}

const after = `
It runs the graphql-codegen of your project with your codegen.ts, which firstaml init writes:

  import { firstAmlCodegen } from 'firstaml-client/codegen'
  export default firstAmlCodegen({
    documents: 'src/**/*.{graphql,ts,tsx}',
    output: 'src/generated/operations.ts',
  })

Exit code 1 when nothing could be generated, and with --check when a file is not current:
which of the two is said, with --json as problem: failed or stale.`

export const define: DefineCommand = (command, { act }) => {
  command
    .description('Writes the types of your documents, as your codegen.ts says.')
    .option('-c, --config <file>', 'your codegen.ts, if it is called otherwise')
    .option('--check', 'write nothing, and say whether the files are current')
    .option('-w, --watch', 'go on, and write whenever a document changes; Ctrl-C ends it')
    .addHelpText('after', after)
  act<Flags>(command, async (cli, { options: { config, check, watch } }) => {
    if (check && watch)
      throw new UsageError('--check and --watch do not go together. Leave one out.')
    const bin = await findBin(cli)
    await requireConfig(cli, config)
    const flags = [config && ['--config', config], check && ['--check'], watch && ['--watch']]
    let told = ''
    const code = await runChild(
      cli,
      cli.io.execPath,
      [bin, ...flags.flatMap((flag) => flag || [])],
      { quietStdout: cli.json, ...(check && { onStdout: (text: string) => (told += text) }) },
    )
    // Where nothing could be generated the code is the same; why, graphql-codegen has said.
    const isStale = told.includes('stale files')
    if (cli.json) {
      const problem = isStale ? 'stale' : 'failed'
      await cli.writeJson({ current: code === 0, ...(code !== 0 && { problem }) })
    } else if (check && code === 0) await cli.write('The generated files are current.\n')
    else if (isStale) cli.note('The generated files are not current. Run firstaml codegen.')
    else if (check) cli.note('Nothing could be generated to compare the files with.')
    // Its other codes mean the same.
    return code === 0 || code > 128 ? code : 1
  })
}

/** graphql-codegen shows a stack where there is no configuration. @throws UsageError in its place. */
async function requireConfig(cli: Cli, given: string | undefined): Promise<void> {
  const { cwd } = cli.io
  if (given !== undefined) return requireConfigFile(cwd, given)
  const names = await readdir(cwd)
  if (names.some((name) => /^(?:codegen|\.codegenrc|graphql\.config|\.graphqlrc)\b/.test(name)))
    return
  // It may stand in package.json.
  if (await findCodegenConfig(cli)) return
  throw new UsageError(
    'There is no codegen.ts here. Run firstaml init, which writes one, or name yours with --config.',
  )
}

/** The application's graphql-codegen. @throws UsageError with the command that installs it. */
async function findBin({ io }: Cli): Promise<string> {
  const missing = findMissing(io.cwd, codegenPeers)
  if (missing.length > 0) {
    const { packageManager = 'npm' } = (await findProject(io)) ?? {}
    throw new UsageError(
      `Codegen needs ${missing.join(', ')}. Run ${installCommand(packageManager, missing)}.`,
    )
  }
  const entry = createRequire(join(io.cwd, 'package.json')).resolve('@graphql-codegen/cli')
  // Beside the entry, whichever of its two module formats that is.
  const bin = join(dirname(entry), 'bin.js')
  if (existsSync(bin)) return bin
  throw new UsageError('This version of @graphql-codegen/cli is not known. Install version 7.')
}
