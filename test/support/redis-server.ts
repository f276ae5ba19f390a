// A real Redis, started by the tests that need one, and killed, frozen and started again by them.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { findProgram } from './programs.js'

/** Whether tests with a real Redis can run. In CI they have to. */
export function hasRedis(): boolean {
  return findProgram('redis-server') !== undefined
}

export interface RedisServer {
  readonly url: string
  readonly port: number
  /** Ends it by force and waits until it is gone; what it kept is lost. */
  readonly kill: () => Promise<void>
  /** Ends it for good. */
  readonly remove: () => Promise<void>
  /** Starts it again on the same port, empty. */
  readonly start: () => Promise<void>
  /** Stops it from answering, without a word to its clients; `thaw` lets it go on. */
  readonly freeze: () => void
  readonly thaw: () => void
}

/** @param options - what stands on the command line beside port and address. */
export async function startRedis(options: readonly string[] = []): Promise<RedisServer> {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'firstaml-redis-'))
  let child: ChildProcess | undefined
  const start = async () => {
    const started = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder, ...options],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    child = started
    const said: string[] = []
    for await (const line of createInterface({ input: started.stdout })) {
      said.push(line)
      if (line.includes('Ready to accept connections')) {
        started.stdout.resume()
        return
      }
    }
    throw new Error(`redis-server did not start:\n${said.join('\n')}`)
  }
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  await start()
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    start,
    kill,
    remove: async () => {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
