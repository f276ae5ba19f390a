/**
 * Leases between processes, by files.
 *
 * A lock that is deleted by whoever finds it stale cannot be made safe: two may find it stale, and
 * the slower one deletes the lock that the faster one has just taken. So nothing is taken away here.
 * Leases are numbered, `….lease-1`, `….lease-2` and so on, and the highest counts. Who finds it
 * ended creates the next number, which the file system grants to one only. The highest is never
 * deleted, so who comes with an outdated view, creates a number below it, and finds the higher one
 * when it looks again, has lost.
 *
 * A lease ends when it is given back, when its time is over, or when its process is gone: a crash
 * costs nobody a wait.
 */
import { readdir, readFile, readlink, stat, unlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { ReleaseLease } from '../token/token-store.js'
import { isSystemError } from './system-error.js'

interface Owner {
  /** Machine and, where there are such, space of process numbers: a number means nothing elsewhere. */
  readonly place: string
  readonly pid: number
  /** Milliseconds since the epoch. */
  readonly endsAt: number
}

const held = 'held '
/** As long as `held`, so that one short write takes its place. */
const free = 'free '

/**
 * @param folder - where the leases are; it exists.
 * @param name - what the files of this lease begin with.
 * @returns the way to give it back, or undefined while somebody else has it.
 */
export async function takeFileLease(
  folder: string,
  name: string,
  ttlMs: number,
  now: () => number,
): Promise<ReleaseLease | undefined> {
  const prefix = `${name}.lease-`
  const pathOf = (number: number) => join(folder, `${prefix}${number}`)
  const numbers = async () =>
    (await readdir(folder))
      .filter((entry) => entry.startsWith(prefix))
      .map((entry) => Number(entry.slice(prefix.length)))
      .filter(Number.isSafeInteger)

  const place = await readPlace()
  const last = Math.max(0, ...(await numbers()))
  if (last > 0 && (await isHeld(pathOf(last), place, ttlMs, now))) return undefined

  const mine = last + 1
  const owner: Owner = { place, pid: process.pid, endsAt: now() + ttlMs }
  try {
    const text = held + JSON.stringify(owner)
    await writeFile(pathOf(mine), text, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return undefined
    throw error
  }
  const all = await numbers()
  const lost = all.some((number) => number > mine)
  const outdated = lost ? [mine] : all.filter((number) => number < mine)
  await Promise.all(outdated.map((number) => unlink(pathOf(number)).catch(() => {})))
  return lost ? undefined : () => giveBack(pathOf(mine))
}

/** Creates nothing: a lease that has been superseded is gone, and stays gone. */
async function giveBack(path: string): Promise<void> {
  try {
    await writeFile(path, free, { flag: 'r+' })
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error
  }
}

async function isHeld(
  path: string,
  place: string,
  ttlMs: number,
  now: () => number,
): Promise<boolean> {
  try {
    const text = await readFile(path, 'utf8')
    if (text.startsWith(free)) return false
    const owner = readOwner(text)
    // Being written, or its writer died over it: its age is all that there is to go by.
    if (!owner) return Date.now() < (await stat(path)).mtimeMs + ttlMs
    return now() < owner.endsAt && !(owner.place === place && isGone(owner.pid))
  } catch (error) {
    // Cleared away by whoever has just taken the next one.
    if (isSystemError(error, 'ENOENT')) return true
    throw error
  }
}

function readOwner(text: string): Owner | undefined {
  try {
    const { place, pid, endsAt } = JSON.parse(text.slice(held.length)) as Record<string, unknown>
    if (typeof place !== 'string' || typeof endsAt !== 'number') return undefined
    return Number.isSafeInteger(pid) ? { place, pid: Number(pid), endsAt } : undefined
  } catch {
    return undefined
  }
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return isSystemError(error, 'ESRCH')
  }
}

/** Containers with one host name have process numbers of their own, which Linux tells apart. */
async function readPlace(): Promise<string> {
  const space = await readlink('/proc/self/ns/pid').catch(() => '')
  return `${hostname()} ${space}`
}
