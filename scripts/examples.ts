// The example applications as somebody has them who installed the package: copied to another place,
// with the packed tarball for the published package.
import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const repository = join(import.meta.dirname, '..')
const examples = join(repository, 'examples')

/** What may be there because somebody has tried an example in its place. */
const made = new Set([
  ...['node_modules', 'dist', 'build', 'generated', '.react-router', 'export'],
  'package-lock.json',
])

export async function listExamples(): Promise<readonly string[]> {
  const entries = await readdir(examples, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}

/** Installs examples as workspaces of one project, so that they share packages. */
export async function installExamples(
  folder: string,
  tarball: string,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const name of names) {
    await cp(join(examples, name), join(folder, name), {
      recursive: true,
      filter: (path) => !made.has(path.slice(path.lastIndexOf('/') + 1)),
    })
    const path = join(folder, name, 'package.json')
    const manifest = JSON.parse(await readFile(path, 'utf8'))
    manifest.dependencies['firstaml-client'] = `file:${tarball}`
    await writeFile(path, JSON.stringify(manifest))
  }
  const manifest = { name: 'examples', private: true, workspaces: names }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  await execute('npm', ['install', ...options], { cwd: folder, signal })
}

/** Builds and packs. @returns the path of the tarball. */
export async function packTarball(folder: string, signal?: AbortSignal): Promise<string> {
  const args = ['pack', '--silent', '--pack-destination', folder]
  const { stdout } = await execute('npm', args, { cwd: repository, signal })
  return join(folder, stdout.trim().split('\n').at(-1) ?? '')
}
