import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

export const repository = join(import.meta.dirname, '..', '..')

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
