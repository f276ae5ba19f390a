import { link, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../../../src/cli/run.js'
import { createSandbox, type Sandbox } from '../../../src/sandbox/index.js'
import { makeFolder, readFolder } from '../folders.js'
import { collect, environmentOf, runCli } from '../rig.js'

let sandbox: Sandbox
let env: Record<string, string>
beforeAll(async () => {
  sandbox = await createSandbox({ cases: 450 })
  env = environmentOf(sandbox)
})
afterEach(() => expect(sandbox.faults.unused()).toEqual([]))
afterAll(() => sandbox.close())

const nextPage = { kind: 'graphql', operation: 'NextPageOfCases' } as const
/** Not tried again, unlike a connection that breaks. */
const failure = { type: 'graphql_error', code: 'INTERNAL' } as const

async function exportTo(cwd: string, ...flags: string[]) {
  return runCli(['cases', 'export', ...flags], { env, cwd })
}

async function exportWhole(...flags: string[]): Promise<string> {
  return (await exportTo('/', ...flags)).stdout
}

describe('cases export', { timeout: 30_000 }, () => {
  it('writes every case once as JSON lines to stdout, oldest change first', async () => {
    const { exitCode, stdout, stderr } = await exportTo('/')
    expect([exitCode, stderr]).toEqual([0, '450 cases.\n'])
    const cases = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(new Set(cases.map(({ caseId }) => caseId)).size).toBe(450)
    const moments = cases.map(({ lastUpdatedOn }) => lastUpdatedOn)
    expect(moments).toEqual([...moments].sort())
  })

  it('takes the format from the name of the file, and keeps the file to its owner', async () => {
    const folder = await makeFolder()
    const { exitCode, stdout, stderr } = await exportTo(folder, '--output', 'cases.csv')
    expect([exitCode, stdout, stderr]).toEqual([
      0,
      '',
      `450 cases in ${join(folder, 'cases.csv')}.\n`,
    ])
    expect(await readFolder(folder)).toEqual({
      'cases.csv': Buffer.from(await exportWhole('--format', 'csv')).toString('latin1'),
    })
    expect((await stat(join(folder, 'cases.csv'))).mode & 0o777).toBe(0o600)
  })

  it('says with --json what it wrote', async () => {
    const folder = await makeFolder()
    const { stdout } = await exportTo(folder, '--output', 'a.jsonl', '--max', '150', '--json')
    const bytes = (await stat(join(folder, 'a.jsonl'))).size
    expect(JSON.parse(stdout)).toEqual({
      path: join(folder, 'a.jsonl'),
      rows: 150,
      bytes,
      resumedRows: 0,
      format: 'jsonl',
    })
  })

  it('writes an empty file, or a head, when no case fits', async () => {
    const folder = await makeFolder()
    await exportTo(folder, '--output', 'a.jsonl', '--search', 'nothing is called this')
    await exportTo(folder, '--output', 'a.csv', '--search', 'nothing is called this')
    const { 'a.jsonl': lines, 'a.csv': table } = await readFolder(folder)
    expect([lines, table?.split('\r\n').length]).toEqual(['', 2])
  })

  it('leaves a file of that name alone, unless told otherwise', async () => {
    const folder = await makeFolder()
    await writeFile(join(folder, 'a.jsonl'), 'mine')
    const refused = await exportTo(folder, '--output', 'a.jsonl')
    expect(refused.exitCode).toBe(1)
    expect(refused.stderr).toContain('exists already. Choose another name, or add --overwrite.')
    expect(await readFolder(folder)).toEqual({ 'a.jsonl': 'mine' })
    expect((await exportTo(folder, '--output', 'a.jsonl', '--overwrite')).exitCode).toBe(0)
    expect(await readFolder(folder)).toEqual({ 'a.jsonl': await exportWhole() })
  })

  it.each([
    ['a folder that is not there', ['-o', 'none/a.csv'], 1, 'There is no folder'],
    ['CSV flags for JSON', ['--bom'], 2, '--bom and --raw are for CSV: add --format csv.'],
    ['CSV on the stdout of --json', ['--json', '--format', 'csv'], 2, 'add --output'],
    ['--restart without a file', ['--restart'], 2, 'name it with --output'],
    ['a count that is none', ['--max', 'ten'], 2, '--max takes a whole number'],
    [
      'a moment without a zone',
      ['--updated-after', '2026-01-01T10:00'],
      2,
      '--updated-after takes',
    ],
    ['an unknown format', ['--format', 'xlsx'], 2, 'Allowed choices are jsonl, csv'],
    ['an unknown organization', ['--organization', 'x'], 1, 'refused the input'],
  ])('refuses %s', async (_what, flags, code, message) => {
    const { exitCode, stderr } = await exportTo(await makeFolder(), ...flags)
    expect(exitCode).toBe(code)
    expect(stderr).toContain(message)
  })
})

describe('an interrupted export', { timeout: 30_000 }, () => {
  it('passes over faults that go away', async () => {
    const folder = await makeFolder()
    sandbox.faults.next({ ...nextPage, fault: { type: 'reset', when: 'during' } })
    sandbox.faults.next({ ...nextPage, fault: { type: 'truncate' } })
    sandbox.faults.next({ ...nextPage, fault: { type: 'status', status: 503, retryAfter: 0 } })
    const { exitCode } = await exportTo(folder, '-o', 'a.jsonl')
    expect(exitCode).toBe(0)
    expect(await readFolder(folder)).toEqual({ 'a.jsonl': await exportWhole() })
  })

  it('goes on after a failure with the page it had come to', async () => {
    const folder = await makeFolder()
    sandbox.faults.next({ ...nextPage, count: 2, fault: { type: 'delay', ms: 0 } })
    sandbox.faults.next({ ...nextPage, fault: failure })
    const failed = await exportTo(folder, '-o', 'a.csv')
    expect(failed.exitCode).toBe(1)
    expect(failed.stderr).toContain(
      `300 cases are in ${join(folder, 'a.csv.partial')}. The same command goes on from there.`,
    )
    expect(Object.keys(await readFolder(folder))).toEqual(['a.csv.partial', 'a.csv.partial.json'])
    const before = sandbox.requests.length
    const resumed = await exportTo(folder, '-o', 'a.csv')
    expect(resumed.exitCode).toBe(0)
    expect(resumed.stderr).toContain('Going on after 300 cases.')
    const asked = sandbox.requests.slice(before).map(({ operationName }) => operationName)
    expect(asked).toEqual(['NextPageOfCases', 'NextPageOfCases'])
    const whole = Buffer.from(await exportWhole('--format', 'csv')).toString('latin1')
    expect(await readFolder(folder)).toEqual({ 'a.csv': whole })
  })

  it('ends on Ctrl-C with 130, and goes on', async () => {
    const folder = await makeFolder()
    const interruption = new AbortController()
    sandbox.faults.next({ ...nextPage, count: 2, fault: { type: 'delay', ms: 0 } })
    let pages = 0
    const { exitCode, stderr } = await runCli(['cases', 'export', '-o', 'a.jsonl'], {
      env,
      cwd: folder,
      signal: interruption.signal,
      fetch: (input, init) => {
        if (String(init?.body).includes('nextPageOfCases') && ++pages === 2)
          interruption.abort('SIGINT')
        return fetch(input, init)
      },
    })
    sandbox.faults.clear()
    expect(exitCode).toBe(130)
    expect(stderr).toMatch(/^200 cases are in .* goes on from there\.\n$/)
    expect((await exportTo(folder, '-o', 'a.jsonl', '--json')).stdout).toContain(
      '"resumedRows": 200',
    )
    expect(await readFolder(folder)).toEqual({ 'a.jsonl': await exportWhole() })
  })

  it('counts --max over all of its runs', async () => {
    const folder = await makeFolder()
    sandbox.faults.next({ ...nextPage, fault: failure })
    await exportTo(folder, '-o', 'a.jsonl', '--max', '130')
    await exportTo(folder, '-o', 'a.jsonl', '--max', '130')
    expect(await readFolder(folder)).toEqual({ 'a.jsonl': await exportWhole('--max', '130') })
  })

  it('is not mixed with another search, format or environment', async () => {
    const folder = await makeFolder()
    sandbox.faults.next({ ...nextPage, fault: failure })
    await exportTo(folder, '-o', 'a.jsonl')
    const left = await readFolder(folder)
    for (const flags of [['--format', 'csv'], ['--reference'], ['--max', '5']]) {
      const { exitCode, stderr } = await exportTo(folder, '-o', 'a.jsonl', ...flags)
      expect(exitCode).toBe(1)
      expect(stderr).toContain('other filters, another format or another environment')
    }
    const foreign = { ...env, FIRSTAML_CLIENT_ID: 'somebody-else' }
    const argv = ['cases', 'export', '-o', 'a.jsonl']
    expect((await runCli(argv, { env: foreign, cwd: folder })).stderr).toContain(
      'another environment',
    )
    expect(await readFolder(folder)).toEqual(left)
    expect((await exportTo(folder, '-o', 'a.jsonl', '--reference', '--restart')).exitCode).toBe(0)
    expect(await readFolder(folder)).toEqual({ 'a.jsonl': await exportWhole('--reference') })
  })

  it('says what to do when First AML does not know the place any more', async () => {
    const folder = await makeFolder()
    sandbox.faults.next({ ...nextPage, fault: failure })
    await exportTo(folder, '-o', 'a.jsonl')
    const state = join(folder, 'a.jsonl.partial.json')
    const text = await readFile(state, 'utf8')
    await writeFile(state, text.replace(/"cursor": ".*?"/, '"cursor": "gone.gone"'))
    const { exitCode, stderr } = await exportTo(folder, '-o', 'a.jsonl')
    expect(exitCode).toBe(1)
    expect(stderr).toContain('Add --restart to begin anew.')
    expect((await exportTo(folder, '-o', 'a.jsonl', '--restart')).exitCode).toBe(0)
  })

  it.each([
    ['its place is not readable', 'a.jsonl.partial.json', '{"cursor":'],
    ['less is there than was written', 'a.jsonl.partial', 'short'],
  ])('begins anew, and says so, when %s', async (_what, name, text) => {
    const folder = await makeFolder()
    sandbox.faults.next({ ...nextPage, fault: failure })
    await exportTo(folder, '-o', 'a.jsonl')
    await writeFile(join(folder, name), text)
    const { exitCode, stderr } = await exportTo(folder, '-o', 'a.jsonl')
    expect(exitCode).toBe(0)
    expect(stderr).toContain('so the export begins anew.')
    expect(await readFolder(folder)).toEqual({ 'a.jsonl': await exportWhole() })
  })

  it('is not written by two processes at a time', async () => {
    const folder = await makeFolder()
    const second: Array<Promise<Awaited<ReturnType<typeof runCli>>>> = []
    const first = await runCli(['cases', 'export', '-o', 'a.jsonl'], {
      env,
      cwd: folder,
      fetch: async (input, init) => {
        if (second.length === 0) {
          second.push(exportTo(folder, '-o', 'a.jsonl'))
          expect((await second[0])?.stderr).toContain('is being written by process')
        }
        return fetch(input, init)
      },
    })
    expect(first.exitCode).toBe(0)
    expect(await readFolder(folder)).toEqual({ 'a.jsonl': await exportWhole() })
  })

  it('keeps what it has when its name is taken in the meantime', async () => {
    const folder = await makeFolder()
    const path = join(folder, 'a.jsonl')
    const taken = await runCli(['cases', 'export', '-o', 'a.jsonl'], {
      env,
      cwd: folder,
      fetch: async (input, init) => {
        await writeFile(path, 'mine')
        return fetch(input, init)
      },
    })
    expect(taken.exitCode).toBe(1)
    expect(taken.stderr).toContain('goes on from there')
    expect(await readFile(path, 'utf8')).toBe('mine')
    await rm(path)
    const { stderr } = await exportTo(folder, '-o', 'a.jsonl')
    expect(stderr).toContain('Going on after 400 cases.')
    expect(await readFolder(folder)).toEqual({ 'a.jsonl': await exportWhole() })
  })

  it('does not write into a finished file when it died between its two names', async () => {
    const folder = await makeFolder()
    sandbox.faults.next({ ...nextPage, fault: failure })
    await exportTo(folder, '-o', 'a.jsonl')
    await link(join(folder, 'a.jsonl.partial'), join(folder, 'a.jsonl'))
    const before = await readFile(join(folder, 'a.jsonl'), 'utf8')
    sandbox.faults.next({ ...nextPage, fault: failure })
    await exportTo(folder, '-o', 'a.jsonl', '--overwrite')
    expect(await readFile(join(folder, 'a.jsonl'), 'utf8')).toBe(before)
    expect((await exportTo(folder, '-o', 'a.jsonl', '--overwrite')).exitCode).toBe(0)
    expect(await readFolder(folder)).toEqual({ 'a.jsonl': await exportWhole() })
  })
})

describe('an export to stdout', { timeout: 30_000 }, () => {
  it('draws no progress between the lines on a terminal', async () => {
    const toScreen = await runCli(['cases', 'export'], { env, isTTY: true })
    expect(toScreen.stderr).toBe('450 cases.\n')
    const toFile = await runCli(['cases', 'export', '-o', 'a'], {
      env,
      isTTY: true,
      cwd: await makeFolder(),
    })
    expect(toFile.stderr).toContain('100 cases, changed up to')
  })

  it('ends quietly, and asks for no more, when its reader has gone', async () => {
    const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' })
    const errors = collect(false)
    const start = sandbox.requests.length
    const exitCode = await run(['cases', 'export'], {
      stdin: Readable.from([]),
      stdout: new Writable({ write: (_chunk, _encoding, done) => done(gone) }),
      stderr: errors.stream,
      env,
      cwd: '/',
      execPath: process.execPath,
      nodeVersion: process.versions.node,
      signal: new AbortController().signal,
    })
    expect([exitCode, errors.text()]).toEqual([0, ''])
    expect(sandbox.requests.length - start).toBeLessThanOrEqual(2)
  })
})
