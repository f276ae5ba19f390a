/**
 * Keeps two runs of a command from writing to the same place.
 *
 * A file says which process is at work. One that was left by a process that is gone (`kill -9`, a
 * power failure) is taken over. Renaming decides between two that find it at once: a name can be
 * taken away only once, and who took away a lock that is good puts it back.
 */
import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { kill, pid as ownPid } from 'node:process'
import { CommandFailure } from '../failures.js'
import { hasCode, isMissing } from './system-errors.js'

/**
 * Takes the lock of a place.
 *
 * @param what - the place, as people know it.
 * @returns what gives it back.
 * @throws CommandFailure when another process has it.
 */
export async function lockPlace(path: string, what: string): Promise<() => Promise<void>> {
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await putLock(path)) return () => rm(path, { force: true })
    const holder = await readHolder(path)
    if (holder === undefined) continue
    if (isAtWork(holder)) throw inUse(path, what, holder)
    await takeAway(path, what)
  }
  throw inUse(path, what)
}

/** A link has its contents from the start, so nobody ever reads half a lock. */
async function putLock(path: string): Promise<boolean> {
  const aside = `${path}.${randomUUID()}`
  const holder = `${ownPid} ${hostname()}\n`
  try {
    await writeFile(aside, holder, { flag: 'wx', mode: 0o600 })
    await link(aside, path).catch(async (error) => {
      if (hasCode(error, 'EEXIST')) throw error
      // A file system without links.
      await writeFile(path, holder, { flag: 'wx', mode: 0o600 })
    })
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  } finally {
    await rm(aside, { force: true })
  }
}

async function takeAway(path: string, what: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
  } catch (error) {
    if (isMissing(error)) return
    throw error
  }
  const taken = (await readHolder(aside)) ?? ''
  const wasGood = isAtWork(taken)
  if (wasGood) await link(aside, path).catch(() => {})
  await rm(aside, { force: true })
  if (wasGood) throw inUse(path, what, taken)
}

async function readHolder(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Of another machine nobody here can tell, so it counts as being at work. */
function isAtWork(holder: string): boolean {
  const [pid = '', host] = holder.trim().split(' ')
  if (!/^\d+$/.test(pid)) return false
  if (host !== hostname() || Number(pid) === ownPid) return true
  try {
    kill(Number(pid), 0)
    return true
  } catch (error) {
    return !hasCode(error, 'ESRCH')
  }
}

function inUse(path: string, what: string, holder = ''): CommandFailure {
  const [pid, host] = holder.trim().split(' ')
  const who = host ? `process ${pid} on ${host}` : 'another process'
  return new CommandFailure(
    `${what} is being written by ${who}. Wait for it to end, or delete ${path} if there is no such process any more.`,
  )
}
