import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { shuffle } from '../statistics.js'
import type { Peer } from './peers.js'

const execute = promisify(execFile)
const root = resolve(import.meta.dirname, '../..')

/**
 * How long a new process takes to import a contender's packages, in milliseconds, by contender and
 * round. One without packages is left out.
 *
 * @param entryOf - where a package's entry is, for one that is not installed.
 */
export async function measureImports(
  peers: readonly Peer[],
  rounds: number,
  entryOf: (name: string) => string,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const loaded = peers.filter(({ packages }) => packages.length > 0)
  const times = new Map<string, number[]>(loaded.map(({ contender }) => [contender.name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const { contender, packages } of shuffle(loaded)) {
      times.get(contender.name)?.push(await importOnce(packages.map(entryOf)))
    }
  }
  return times
}

async function importOnce(entries: readonly string[]): Promise<number> {
  const imports = entries.map((entry) => `await import(${JSON.stringify(entry)})`).join(';')
  const program = `const t = performance.now(); ${imports}; console.log(performance.now() - t)`
  const { stdout } = await execute(
    process.execPath,
    ['--input-type=module', '--eval', program],
    // Without the parent's own flags, which load the TypeScript loader.
    { cwd: root, env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production' } },
  )
  return Number(stdout)
}
