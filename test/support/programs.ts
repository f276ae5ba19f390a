// Programs of the machine that some tests want: a test that cannot have one says so and is skipped,
// and in CI, where nobody would read that, it fails.
import { spawnSync } from 'node:child_process'

/** @returns the program's name, or undefined when it is not there. */
export function findProgram(...names: readonly string[]): string | undefined {
  const found = names.find((name) => spawnSync(name, ['--version']).error === undefined)
  if (found !== undefined) return found
  if (process.env.CI === 'true')
    throw new Error(`${names[0]} is not installed, and CI must have it`)
  process.stderr.write(`skipped: ${names[0]} is not installed\n`)
  return undefined
}
