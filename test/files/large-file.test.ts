// A large file through a download and an upload, and how much memory it takes. Server and client are
// processes of their own, so that nobody else's memory is counted. LARGE_FILE_MB=1024 tries it with a
// gigabyte.
import { type ChildProcess, fork } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installProgram, type Program } from '../support/program.js'

const size = Number(process.env.LARGE_FILE_MB ?? 128) * 2 ** 20
const most = 64 * 2 ** 20

let programs: readonly Program[] = []
let probeFile: string
let server: ChildProcess
let url: string

const start = (file: string, ...args: string[]) => fork(file, args, { execArgv: ['--expose-gc'] })

const messageOf = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`the process ended with ${code}`)))
  })

beforeAll(async () => {
  const [vendor, probe] = await Promise.all([
    installProgram('test/files/large-file-server.ts'),
    installProgram('test/files/large-file-probe.ts'),
  ])
  programs = [vendor, probe]
  probeFile = probe.file
  server = start(vendor.file, String(size))
  const address = await messageOf(server)
  url = `http://127.0.0.1:${(address as { port: number }).port}`
}, 30_000)
afterAll(async () => {
  server.kill()
  await Promise.all(programs.map((program) => program.remove()))
})

describe('a file that is larger than the memory it may take', () => {
  it.each(['download', 'save', 'upload'])(
    'passes through %s in constant memory',
    async (direction) => {
      const probe = start(probeFile, url, direction, String(size))
      const { moved, rss, buffers } = (await messageOf(probe)) as Record<string, number>
      expect(moved).toBe(size)
      expect(rss).toBeLessThan(most)
      expect(buffers).toBeLessThan(most)
    },
    60_000,
  )
})
