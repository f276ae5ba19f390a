// A large file through a download and an upload, and how much memory it takes. Server and client are
// processes of their own, so that nobody else's memory is counted. LARGE_FILE_MB=1024 tries it with a
// gigabyte.
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const size = Number(process.env.LARGE_FILE_MB ?? 256) * 2 ** 20
const most = 64 * 2 ** 20

let server: ChildProcess
let url: string

const start = (script: string, ...args: string[]) =>
  fork(join(import.meta.dirname, script), args, { execArgv: ['--import', 'tsx', '--expose-gc'] })

const messageOf = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`the process ended with ${code}`)))
  })

beforeAll(async () => {
  server = start('large-file-server.ts', String(size))
  const address = await messageOf(server)
  url = `http://127.0.0.1:${(address as { port: number }).port}`
}, 30_000)
afterAll(() => {
  server.kill()
})

describe('a file that is larger than the memory it may take', () => {
  it.each(['download', 'save', 'upload'])(
    'passes through %s in constant memory',
    async (direction) => {
      const probe = start('large-file-probe.ts', url, direction, String(size))
      const { moved, rss, buffers } = (await messageOf(probe)) as Record<string, number>
      expect(moved).toBe(size)
      expect(rss).toBeLessThan(most)
      expect(buffers).toBeLessThan(most)
    },
    60_000,
  )
})
