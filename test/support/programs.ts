// Programs of the machine that some tests want: a test that cannot have one says so and is skipped,
// and in CI, where nobody would read that, it fails.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** @returns where the first of them is that is there, or undefined when none is. */
export function findProgram(...names: readonly string[]): string | undefined {
  const folders = process.env.PATH?.split(delimiter) ?? []
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(canRun)
  if (found !== undefined) return found
  if (process.env.CI === 'true')
    throw new Error(`${names[0]} is not installed, and CI must have it`)
  process.stderr.write(`skipped: ${names[0]} is not installed\n`)
  return undefined
}

/** Whether there is such a file. Starting it to see would take Chromium half a second. */
function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
