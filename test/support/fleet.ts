// A fleet: real processes, each with the client bundled as an application has it.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import type { ClientEvent } from '../../src/index.js'
import type { OpenCommand, Reply, RequestCommand } from './fleet-worker.js'
import { fakeCredentials, type VendorRig } from './vendor-rig.js'

export interface Member {
  /** What the vendor knows it by. */
  readonly name: string
  readonly open: (options: MemberOptions) => Promise<Reply>
  /** Sends one operation with the client that was opened last. */
  readonly request: () => Promise<Reply>
  /** Ends the process by force, without a chance to tidy up, and waits until it is gone. */
  readonly kill: () => Promise<void>
}

export type MemberOptions = Pick<OpenCommand, 'store'> & Partial<OpenCommand>

export interface Fleet {
  /** Starts processes; they are not waited for. */
  readonly start: (count: number, vendor: VendorRig) => readonly Member[]
  readonly remove: () => Promise<void>
}

export async function createFleet(): Promise<Fleet> {
  const folder = await mkdtemp(join(tmpdir(), 'firstaml-fleet-'))
  const build = await rolldown({
    input: fileURLToPath(new URL('fleet-worker.ts', import.meta.url)),
    platform: 'node',
  })
  await build.write({ dir: folder, format: 'esm', entryFileNames: 'worker.mjs', minify: true })
  await build.close()
  const children: ChildProcess[] = []
  return {
    start: (count, vendor) =>
      Array.from({ length: count }, () => {
        // One half of the fleet has the one Redis client, the other half the other.
        const library = children.length % 2 ? 'ioredis' : 'redis'
        const child = fork(join(folder, 'worker.mjs'), [library], { execArgv: [] })
        children.push(child)
        return createMember(child, `worker-${children.length}`, vendor)
      }),
    remove: async () => {
      await Promise.all(children.map(killAndWait))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function createMember(child: ChildProcess, name: string, vendor: VendorRig): Member {
  // One command at a time is all that a test gives.
  const ask = async (command: OpenCommand | RequestCommand): Promise<Reply> => {
    const answered = once(child, 'message')
    child.send(command)
    const [reply]: Reply[] = await answered
    if (!reply) throw new Error(`${name} gave no answer`)
    return reply
  }
  return {
    name,
    open: (options) =>
      ask({
        type: 'open',
        baseUrl: vendor.url,
        ...fakeCredentials,
        userAgent: `${name}/1`,
        // The machine is busy with all of them; a store is slow only where a test makes it so.
        storeTimeoutMs: 20_000,
        ...options,
      }),
    request: () => ask({ type: 'request' }),
    kill: () => killAndWait(child),
  }
}

async function killAndWait(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** What every one of several replies says, once each. */
export function outcomesOf(replies: readonly Reply[]): readonly string[] {
  return [...new Set(replies.map(({ outcome }) => outcome))]
}

/** What the store's failures were, once each. */
export function failuresOf(replies: readonly Reply[]): readonly string[] {
  const failures = replies
    .flatMap(({ events }) => events)
    .filter(
      (event): event is Extract<ClientEvent, { type: 'store_failed' }> =>
        event.type === 'store_failed',
    )
    .map(({ step, problem }) => `${step} ${problem}`)
  return [...new Set(failures)].sort()
}
