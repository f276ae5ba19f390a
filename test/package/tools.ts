// What the package is tried with and is no dependency of this repository: some are large, and
// compilers of several versions would be in each other's way.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repository, runIn } from './run-in.js'

const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`

/** The oldest Node that the package promises, and the newest of those after it. */
export const nodes = {
  'Node 20.19': 'node20',
  'Node 22': 'node22',
  'Node 24': 'node24',
  'Node 26': 'node26',
}

/** Compilers of TypeScript beside the repository's own. */
export const compilers = { 'TypeScript 5.9': 'typescript5', 'TypeScript 6': 'typescript6' }

const packages: Readonly<Record<string, string>> = {
  node20: `npm:node-${platform}@20.19.0`,
  node22: `npm:node-${platform}@22`,
  node24: `npm:node-${platform}@24`,
  node26: `npm:node-${platform}@26`,
  typescript5: 'npm:typescript@~5.9.3',
  typescript6: 'npm:typescript@~6.0.3',
  workerd: '1.20261117.1',
}

/** Installs them where the next run finds them again, and a clean install removes them. */
export async function installTools(): Promise<{ readonly folder: string }> {
  const folder = join(repository, 'node_modules', '.cache', 'firstaml-tools')
  const manifest = JSON.stringify({ private: true, dependencies: packages })
  const done = join(folder, 'installed.json')
  if ((await readFile(done, 'utf8').catch(() => '')) !== manifest) {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'package.json'), manifest)
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline']
    await runIn(folder, 'npm', ['install', ...quiet])
    await writeFile(done, manifest)
  }
  return { folder: join(folder, 'node_modules') }
}

/** The program of workerd, among the tools. */
export function workerdProgram(tools: string): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const processor = process.arch === 'x64' ? '64' : process.arch
  return join(tools, '@cloudflare', `workerd-${system}-${processor}`, 'bin', 'workerd')
}
