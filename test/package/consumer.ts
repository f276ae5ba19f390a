// An empty project that has installed the packed tarball, and nothing else of this repository.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

export const repository = join(import.meta.dirname, '..', '..')

export interface Consumer {
  readonly folder: string
  /** Path of the packed tarball. */
  readonly tarball: string
  /** Paths inside the tarball. */
  readonly packedFiles: readonly string[]
  /** Runs a program in the project; rejects with its output when it fails. */
  readonly run: (
    program: string,
    args: readonly string[],
    env?: Record<string, string>,
  ) => Promise<string>
  readonly write: (name: string, text: string) => Promise<void>
  readonly remove: () => Promise<void>
}

/** Runs a program in a folder; rejects with its output when it fails. */
export async function runIn(
  folder: string,
  program: string,
  args: readonly string[],
  env?: Record<string, string>,
): Promise<string> {
  try {
    const { stdout } = await execute(program, [...args], {
      cwd: folder,
      env: { ...process.env, ...env },
    })
    return stdout.trim()
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${program} ${args.join(' ')}\n${stdout}\n${stderr}`)
  }
}

/** Builds, packs and installs. Takes some seconds. */
export async function createConsumer(): Promise<Consumer> {
  const folder = await mkdtemp(join(tmpdir(), 'firstaml-consumer-'))
  const run: Consumer['run'] = (program, args, env) => runIn(folder, program, args, env)
  const write = (name: string, text: string) => writeFile(join(folder, name), text)

  const { stdout } = await execute('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: repository,
  })
  // The build prints before the JSON does.
  const [packed] = JSON.parse(stdout.slice(stdout.search(/^\[/m))) as [
    { filename: string; files: ReadonlyArray<{ path: string }> },
  ]
  await write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }))
  await run('npm', [
    'install',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    join(folder, packed.filename),
  ])
  return {
    folder,
    tarball: join(folder, packed.filename),
    packedFiles: packed.files.map(({ path }) => path),
    run,
    write,
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
