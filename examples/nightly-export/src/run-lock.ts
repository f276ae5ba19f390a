// Keeps a second run away while one is under way. The lock of a run that was killed is taken over,
// by one run only: which one, a lock decides that belongs to the lock that was left behind.
import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'

/** @returns a function that gives the lock back; undefined when somebody else has it. */
export async function takeRunLock(path: string): Promise<(() => Promise<void>) | undefined> {
  const id = randomUUID()
  const own = `${path}.${id}`
  await writeFile(own, `${process.pid} ${id}`)
  try {
    // A link does not replace what is there, and has its contents from the start.
    const isTaken = (await succeeds('EEXIST', () => link(own, path))) || (await takeOver(path, own))
    return isTaken ? () => rm(path, { force: true }) : undefined
  } finally {
    await rm(own, { force: true })
  }
}

async function takeOver(path: string, own: string): Promise<boolean> {
  const left = await read(path)
  const [pid, id] = left?.split(' ') ?? []
  if (isRunning(Number(pid))) return false
  const giveBack = await takeRunLock(`${path}.${id}.lock`)
  if (!giveBack) return false
  try {
    // Another run may have taken over before; now none can, and the owner is gone.
    if ((await read(path)) !== left) return false
    await rename(own, path)
    return true
  } finally {
    await giveBack()
  }
}

/** @returns undefined when nobody has the lock any more. */
async function read(path: string): Promise<string | undefined> {
  let text: string | undefined
  await succeeds('ENOENT', async () => {
    text = await readFile(path, 'utf8')
  })
  return text
}

/** @returns false for the failure that is expected; any other is thrown. */
async function succeeds(expected: string, work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === expected) return false
    throw error
  }
}

function isRunning(pid: number): boolean {
  // Given back at this moment: the next run will find it free.
  if (!(pid > 0)) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
