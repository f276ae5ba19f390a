import { readFile, rm, writeFile } from 'node:fs/promises'

/**
 * Keeps a second run away while one is under way; the lock of a run that was killed is taken over.
 *
 * @returns a function that gives the lock back; undefined when somebody else has it.
 */
export async function takeRunLock(path: string): Promise<(() => Promise<void>) | undefined> {
  for (const isLastTry of [false, true]) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' })
      return () => rm(path, { force: true })
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST'
      if (!isTaken) throw error
      if (isLastTry || isRunning(Number(await readFile(path, 'utf8')))) return undefined
      await rm(path, { force: true })
    }
  }
  return undefined
}

function isRunning(pid: number): boolean {
  // Not written yet: its owner has begun just now.
  if (!(pid > 0)) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
