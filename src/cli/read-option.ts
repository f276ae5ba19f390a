/** Values of options: text made into what it stands for, or a complaint that names the option. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
import type { Cli } from './cli.js'
import { UsageError } from './failures.js'

/** For commander: a number above or equal to 0. */
export function readNumber(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('It must be a number, 0 or more.')
  }
  return value
}

/**
 * Reads the JSON file that an option names, for a function that checks what it is given.
 *
 * @throws UsageError that names option and file.
 */
export async function readJsonFile<Claimed>(
  { io }: Cli,
  path: string,
  option: string,
): Promise<Claimed> {
  const text = await readFile(resolve(io.cwd, path), 'utf8').catch((error: unknown) => {
    throw new UsageError(`${option} ${path} cannot be read. Check the path.`, { cause: error })
  })
  try {
    return JSON.parse(text)
  } catch (error) {
    const where = error instanceof Error ? error.message : ''
    throw new UsageError(`${option} ${path} is no JSON: ${where}. Correct it.`, { cause: error })
  }
}

/** Calls what checks options, and names the flag or the file in what it complains of. */
export async function namingFlags<Value>(
  name: (message: string) => string,
  call: () => Value,
): Promise<Awaited<Value>> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const message = name(error.message)
    throw new UsageError(/[.!?]$/.test(message) ? message : `${message}.`, { cause: error })
  }
}
