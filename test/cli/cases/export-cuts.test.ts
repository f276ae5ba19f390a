// An export that ends anywhere, in any way, and goes on: property-based, and by killing a process.
import { spawn } from 'node:child_process'
import { appendFile, cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { exportCases } from '../../../src/cli/cases/export-cases.js'
import { createRowFormat } from '../../../src/cli/cases/row-format.js'
import { createClient } from '../../../src/index.js'
import { createSandbox, type Sandbox } from '../../../src/sandbox/index.js'
import { installProgram } from '../../support/program.js'
import { makeFolder, readFolder } from '../folders.js'
import { environmentOf, runCli } from '../rig.js'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await createSandbox({ cases: 700 })
})
afterAll(() => sandbox.close())

/** Exports 24 cases, seven at a time. @param onRequest - called before each page is asked for. */
async function exportSome(folder: string, onRequest: (page: number) => Promise<void> | void) {
  let page = 0
  const client = createClient({
    baseUrl: sandbox.url,
    ...sandbox.credentials,
    fetch: async (input, init) => {
      if (String(input).includes('/graphql')) await onRequest(++page)
      return sandbox.fetch(input, init)
    },
  })
  try {
    return await exportCases({
      client,
      search: { pageSize: 7 },
      max: 24,
      format: createRowFormat('csv'),
      path: join(folder, 'a.csv'),
      environment: 'one',
      overwrite: false,
      restart: false,
      signal: new AbortController().signal,
      note: () => {},
      onProgress: () => {},
    })
  } finally {
    client.dispose()
  }
}

/** What a process that is killed now leaves, its lock aside: this process is alive. */
function copyLeftovers(from: string, to: string): Promise<void> {
  return cp(from, to, { recursive: true, filter: (path) => !path.endsWith('.lock') })
}

/** More than is left to write. */
const longTail = 'a line that was written and never counted\r\n'.repeat(500)

it('gives the same file whenever it is cut off, and whatever half-written tail is left', async () => {
  const whole = await makeFolder()
  await exportSome(whole, () => {})
  const expected = await readFolder(whole)
  const cut = fc.record({
    page: fc.integer({ min: 2, max: 4 }),
    /** What was being written when the power went: part of a line, lines, or nothing. */
    tail: fc.oneof(
      fc.constant(longTail),
      fc.constant(''),
      fc.string({ maxLength: 40 }),
      fc.constant('1,2\r\n"half'),
    ),
    /** Where the second run is cut off too. */
    again: fc.integer({ min: 1, max: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(cut, async ({ page, tail, again }) => {
      const first = await makeFolder()
      const second = await makeFolder()
      const third = await makeFolder()
      await exportSome(first, (asked) =>
        asked === page ? copyLeftovers(first, second) : undefined,
      )
      await appendFile(join(second, 'a.csv.partial'), tail)
      let isCopied = false
      await exportSome(second, async (asked) => {
        if (asked !== again || isCopied) return
        isCopied = true
        await copyLeftovers(second, third)
      })
      expect(await readFolder(second)).toEqual(expected)
      if (!isCopied) return
      await exportSome(third, () => {})
      expect(await readFolder(third)).toEqual(expected)
    }),
    { numRuns: 10, examples: [[{ page: 3, tail: longTail, again: 2 }]] },
  )
}, 60_000)

it('goes on after kill -9 without loss or duplicates', async () => {
  const folder = await makeFolder()
  const env = environmentOf(sandbox)
  const argv = ['cases', 'export', '--output', 'a.jsonl']
  const nextPage = { kind: 'graphql', operation: 'NextPageOfCases' } as const
  sandbox.faults.next({ ...nextPage, count: 4, fault: { type: 'delay', ms: 0 } })
  const held = sandbox.faults.next({ ...nextPage, fault: { type: 'delay', ms: 600_000 } })
  const program = await installProgram('src/cli/bin.ts')
  const child = spawn(process.execPath, [program.file, ...argv], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
  })
  const exited = new Promise((resolve) => child.on('exit', (_code, signal) => resolve(signal)))
  let errors = ''
  child.stderr.on('data', (text) => {
    errors += text
  })
  while (!sandbox.faults.log.some(({ id }) => id === held.id)) {
    if (child.exitCode !== null) throw new Error(`it ended by itself: ${errors}`)
    await new Promise((go) => setTimeout(go, 10))
  }
  child.kill('SIGKILL')
  expect(await exited).toBe('SIGKILL')
  await program.remove()
  expect(Object.keys(await readFolder(folder))).toEqual([
    'a.jsonl.partial',
    'a.jsonl.partial.json',
    'a.jsonl.partial.lock',
  ])
  const { stderr, exitCode } = await runCli(argv, { env, cwd: folder })
  expect([exitCode, stderr]).toEqual([
    0,
    `Going on after 400 cases.\n700 cases in ${join(folder, 'a.jsonl')}.\n`,
  ])
  const { stdout } = await runCli(['cases', 'export'], { env })
  expect(await readFile(join(folder, 'a.jsonl'), 'utf8')).toBe(stdout)
  expect(Object.keys(await readFolder(folder))).toEqual(['a.jsonl'])
}, 60_000)
