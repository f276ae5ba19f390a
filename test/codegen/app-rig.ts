// An application's own configuration, run by graphql-codegen's own command, or as that would run it.
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { format, promisify } from 'node:util'
import { rolldown } from 'rolldown'
import { vi } from 'vitest'
import { loadCodegenLibrary } from '../../src/codegen/codegen-library.js'
import { packagedSchema } from '../../src/codegen/codegen-options.js'
import { firstAmlCodegen } from '../../src/codegen/index.js'
import { type Project, type RunResult, repository } from './support.js'

const execute = promisify(execFile)
const command = join(repository, 'node_modules/@graphql-codegen/cli/esm/bin.js')
const usual = { documents: 'src/**/*.{graphql,ts}', output: 'out/operations.ts' }

let door: Promise<string> | undefined

/**
 * Puts the door into a folder as one file, as applications have it, so that the command need not
 * compile our sources: what a configuration there imports as `./dist/codegen/index.mjs`.
 */
export async function installDoor(folder: string): Promise<void> {
  door ??= buildDoor()
  await mkdir(join(folder, 'dist/codegen'), { recursive: true })
  await writeFile(join(folder, 'dist/codegen/index.mjs'), await door)
}

async function buildDoor(): Promise<string> {
  const build = await rolldown({
    input: join(repository, 'src/codegen/index.ts'),
    platform: 'node',
    external: /^(?:graphql|@graphql-codegen)(?:\/|$)/,
  })
  const { output } = await build.generate({ format: 'esm', codeSplitting: false })
  await build.close()
  return output[0].code
}

/** Runs the command in a process of its own, with the options given in its configuration file. */
export async function runCommand(project: Project, options: object): Promise<RunResult> {
  await configure(project, options)
  const run = execute(process.execPath, [command], { cwd: project.directory })
  return run.then(
    ({ stdout, stderr }) => ({ exitCode: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ exitCode: code, stdout, stderr }),
  )
}

/** The same in this process: the command need not be loaded anew, which takes longer than all it does. */
export async function runCommandHere(
  project: Project,
  options: object,
  args: readonly string[] = [],
): Promise<RunResult> {
  await configure(project, options)
  const { cliError, runCli } = await loadCodegenLibrary(repository)
  return runIn(project, args, () =>
    runCli('').catch((error: unknown) => {
      cliError(error, false)
      return 1
    }),
  )
}

async function configure(project: Project, options: object): Promise<void> {
  await installDoor(project.directory)
  await project.write(
    'codegen.ts',
    `import { firstAmlCodegen } from './dist/codegen/index.mjs'
export default firstAmlCodegen(${JSON.stringify({ ...usual, ...options })})
`,
  )
}

/**
 * What the command does with a configuration, without the file.
 *
 * @param args - what stands on the command line, where our hooks look at it.
 */
export async function runHere(
  project: Project,
  options: object,
  args: readonly string[] = [],
): Promise<RunResult> {
  const { generate } = await loadCodegenLibrary(repository)
  return runIn(project, args, async () => {
    const config = { ...firstAmlCodegen({ ...usual, ...options }), silent: true }
    // The command finds the packaged schema beside the door, and so in the project.
    if (config.schema === packagedSchema) config.schema = 'graphql/schema.graphql'
    try {
      await generate(config)
      return 0
    } catch (error) {
      const { onError } = config.hooks ?? {}
      if (typeof onError === 'function') await onError(String(error))
      return 1
    }
  })
}

/** Runs something in the folder of the project, and collects what it prints. */
async function runIn(
  project: Project,
  args: readonly string[],
  work: () => Promise<number>,
): Promise<RunResult> {
  const shown = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      shown[stream] += text
      return true
    })
  }
  vi.spyOn(console, 'log').mockImplementation((text) => {
    shown.stdout += `${format(text)}\n`
  })
  vi.spyOn(console, 'error').mockImplementation((text) => {
    shown.stderr += `${format(text)}\n`
  })
  const before = { directory: process.cwd(), argv: process.argv }
  process.chdir(project.directory)
  process.argv = [...process.argv, ...args]
  try {
    return { exitCode: await work(), ...shown }
  } finally {
    process.chdir(before.directory)
    process.argv = before.argv
    vi.restoreAllMocks()
  }
}
