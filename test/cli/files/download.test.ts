import { spawn } from 'node:child_process'
import { mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../../../src/index.js'
import { createSandbox, type Sandbox } from '../../../src/sandbox/index.js'
import { installProgram } from '../../support/program.js'
import { makeFolder, readFolder } from '../folders.js'
import { type CliSetup, environmentOf, runCli } from '../rig.js'

const names = [
  'case/Engagement letter-500004.pdf',
  'entity-300001/Company extract-500003.pdf',
  'individual-200001/Passport-500001.pdf',
  'individual-200001/Passport-500002.png',
  'pdf/case-1001-600002.pdf',
]
const record = '.firstaml-download.json'

let sandbox: Sandbox
let env: Record<string, string>
let whole: Record<string, string>
beforeAll(async () => {
  sandbox = await createSandbox()
  env = environmentOf(sandbox)
  const folder = await makeFolder()
  await download(folder)
  whole = await readCase(folder)
})
afterEach(() => expect(sandbox.faults.unused()).toEqual([]))
afterAll(() => sandbox.close())

function download(folder: string, flags: readonly string[] = [], setup: CliSetup = {}) {
  return runCli(['files', 'download', '1001', '--to', folder, ...flags], { env, ...setup })
}

/** The files of the case without the record. */
async function readCase(folder: string): Promise<Record<string, string>> {
  const { [record]: _, ...files } = await readFolder(folder)
  return files
}

function fetchesSince(start: number): number {
  return sandbox.requests.slice(start).filter(({ kind }) => kind === 'file').length
}

describe('files download', { timeout: 30_000 }, () => {
  it('saves every file under a name that says whose it is, for its owner alone', async () => {
    const folder = await makeFolder()
    const { exitCode, stdout, stderr } = await download(folder)
    expect([exitCode, stderr]).toEqual([0, `5 saved. They are in ${folder}.\n`])
    expect(stdout).toContain(`saved    ${names[0]}  617 B\n`)
    expect(Object.keys(await readCase(folder))).toEqual(names)
    for (const [name, text] of Object.entries(await readCase(folder))) {
      expect(text.startsWith(name.endsWith('.png') ? '\x89PNG' : '%PDF')).toBe(true)
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
    }
  })

  it('goes to a folder named after the case, and reports as JSON', async () => {
    const cwd = await makeFolder()
    const { stdout } = await runCli(['files', 'download', '1001', '--json'], { env, cwd })
    expect(JSON.parse(stdout)).toMatchObject({
      caseId: '1001',
      folder: join(cwd, 'case-1001'),
      counts: { saved: 5, present: 0, empty: 0, failed: 0, skipped: 0 },
      files: [
        { name: names[0], documentId: '400003', outcome: 'saved', bytes: 617 },
        {},
        {},
        {},
        {},
      ],
    })
    expect(await readCase(join(cwd, 'case-1001'))).toEqual(whole)
  })

  it('fetches nothing again that is whole, and what is missing', async () => {
    const folder = await makeFolder()
    await download(folder)
    await rm(join(folder, names[2] ?? ''))
    const start = sandbox.requests.length
    const { exitCode, stderr } = await download(folder)
    expect([exitCode, stderr]).toEqual([0, `1 saved, 4 present. They are in ${folder}.\n`])
    expect(fetchesSince(start)).toBe(1)
    expect(await readCase(folder)).toEqual(whole)
  })

  it('says that a case has no files, and that there is no case', async () => {
    const folder = await makeFolder()
    const none = await runCli(['files', 'download', '1002', '--to', folder], { env })
    expect([none.exitCode, none.stderr]).toEqual([0, 'The case has no files.\n'])
    expect(await readFolder(folder)).toEqual({})
    const unknown = await runCli(['files', 'download', '../99'], { env, cwd: folder })
    expect(unknown.exitCode).toBe(1)
    expect(unknown.stderr).toContain('There is no case "../99" within reach')
  })

  it.each([2, 5])('moves %i files at a time when it is told so, and no more', async (parallel) => {
    let atATime = 0
    let most = 0
    let reach = () => {}
    const reached = new Promise<void>((resolve) => {
      reach = resolve
    })
    const { exitCode } = await download(await makeFolder(), ['--parallel', String(parallel)], {
      fetch: async (input, init) => {
        if (!/\/(files|pdfs)\/\d+$/.test(String(input))) return fetch(input, init)
        most = Math.max(most, ++atATime)
        if (most === parallel) reach()
        await reached
        // Time for one too many to begin.
        for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
        return fetch(input, init).finally(() => atATime--)
      },
    })
    expect([exitCode, most]).toEqual([0, parallel])
  })

  it('saves under a harmless name what was titled to do harm', async () => {
    const own = await createSandbox()
    const client = createClient({ baseUrl: own.url, ...own.credentials })
    for (const documentTitle of ['../../../evil', '../../../EVIL', 'NUL']) {
      await client.upload({
        caseId: '1002',
        individualId: '200004',
        documentType: 'PASSPORT',
        documentTitle,
        countryCode: 'NZ',
        file: new Blob(['bytes']),
        fileExtension: '.pdf',
      })
    }
    client.dispose()
    const folder = await makeFolder()
    const { exitCode } = await runCli(['files', 'download', '1002', '--to', join(folder, 'in')], {
      env: environmentOf(own),
    })
    expect(exitCode).toBe(0)
    const found = Object.keys(await readFolder(folder))
    expect(found).toHaveLength(4)
    for (const name of found)
      expect(name).toMatch(/^in\/(\.firstaml|individual-200004\/[^/.][^/]*$)/)
    await own.close()
  })
})

describe('a file that is there already', { timeout: 30_000 }, () => {
  it('stays, and is a failure, unless told otherwise', async () => {
    const folder = await makeFolder()
    await mkdir(join(folder, 'case'))
    await writeFile(join(folder, names[0] ?? ''), 'mine')
    const { exitCode, stdout, stderr } = await download(folder)
    expect(exitCode).toBe(1)
    expect(stdout).toContain('is not what this command saved. Move it away, or add --overwrite.')
    expect(stderr).toBe(`4 saved, 1 failed. They are in ${folder}.\n`)
    expect(await readCase(folder)).toEqual({ ...whole, [names[0] ?? '']: 'mine' })
    expect((await download(folder, ['--overwrite'])).exitCode).toBe(0)
    expect(await readCase(folder)).toEqual(whole)
  })

  it('stays too when it was saved here and somebody has changed it', async () => {
    const folder = await makeFolder()
    await download(folder)
    const changed = whole[names[0] ?? '']?.replace('%PDF', '%pdf') ?? ''
    await writeFile(join(folder, names[0] ?? ''), changed, 'latin1')
    expect((await download(folder)).exitCode).toBe(1)
    expect(await readCase(folder)).toEqual({ ...whole, [names[0] ?? '']: changed })
  })

  it('is not followed when it is a link out of the folder', async () => {
    const folder = await makeFolder()
    const outside = await makeFolder()
    await symlink(outside, join(folder, 'case'))
    const { exitCode, stdout } = await download(folder, ['--overwrite'])
    expect(exitCode).toBe(1)
    expect(stdout).toContain('is a link, not a folder')
    expect(await readFolder(outside)).toEqual({})
  })

  it('is not mixed with files of another case', async () => {
    const folder = await makeFolder()
    await download(folder)
    const { exitCode, stderr } = await runCli(['files', 'download', '1005', '--to', folder], {
      env,
    })
    expect(exitCode).toBe(1)
    expect(stderr).toContain('The folder holds the files of case "1001". Choose another with --to.')
  })
})

describe('a download that fails', { timeout: 30_000 }, () => {
  it('passes over a connection that breaks', async () => {
    const folder = await makeFolder()
    sandbox.faults.next({ kind: 'storage', fault: { type: 'reset', when: 'during', bytes: 100 } })
    sandbox.faults.next({ kind: 'storage', fault: { type: 'status', status: 503, retryAfter: 0 } })
    expect((await download(folder)).exitCode).toBe(0)
    expect(await readCase(folder)).toEqual(whole)
  })

  it.each([
    ['a file that is gone', { type: 'status', status: 404 }, 'unexpected_response'],
    ['a sign-in page', { type: 'html' }, 'unexpected_response'],
  ] as const)(
    'saves the others of %s, exits with 1, and fetches it the next time',
    async (_what, fault, code) => {
      const folder = await makeFolder()
      sandbox.faults.next({ kind: 'file', fault })
      const failed = await download(folder, ['--json', '--parallel', '1'])
      expect(failed.exitCode).toBe(1)
      const report = JSON.parse(failed.stdout)
      expect(report.counts).toMatchObject({ saved: 4, failed: 1, skipped: 0 })
      expect(report.files[0]).toMatchObject({ outcome: 'failed', error: { code } })
      expect(Object.keys(await readCase(folder))).toEqual(names.slice(1))
      expect((await download(folder)).stderr).toContain('1 saved, 4 present.')
      expect(await readCase(folder)).toEqual(whole)
    },
  )

  it('leaves off where nothing would come of it', async () => {
    const folder = await makeFolder()
    const challenge = { 'www-authenticate': 'Bearer error="insufficient_scope", scope="read-only"' }
    sandbox.faults.next({
      kind: 'file',
      fault: { type: 'status', status: 403, headers: challenge },
    })
    const { exitCode, stderr } = await download(folder, ['--parallel', '1'])
    expect([exitCode, stderr]).toEqual([1, `1 failed, 4 skipped. They are in ${folder}.\n`])
  })

  it('ends on Ctrl-C with 130 and no half file under its name', async () => {
    const folder = await makeFolder()
    const interruption = new AbortController()
    let files = 0
    const { exitCode, stdout, stderr } = await download(folder, ['--parallel', '1'], {
      signal: interruption.signal,
      fetch: (input, init) => {
        if (/\/(files|pdfs)\/\d+$/.test(String(input)) && ++files === 3)
          interruption.abort('SIGINT')
        return fetch(input, init)
      },
    })
    expect([exitCode, stdout]).toEqual([130, ''])
    expect(stderr).toBe('What is whole has its name. The same command fetches the rest.\n')
    const left = await readCase(folder)
    expect(Object.keys(left)).toHaveLength(2)
    expect(whole).toMatchObject(left)
    expect((await download(folder)).stderr).toContain('3 saved, 2 present.')
    expect(await readCase(folder)).toEqual(whole)
  })

  it('goes on after kill -9, and clears away what was half there', async () => {
    const folder = await makeFolder()
    sandbox.faults.next({ kind: 'storage', count: 2, fault: { type: 'delay', ms: 0 } })
    const held = sandbox.faults.next({ kind: 'storage', fault: { type: 'delay', ms: 600_000 } })
    const argv = ['files', 'download', '1001', '--to', folder, '--parallel', '1']
    const program = await installProgram('src/cli/bin.ts')
    const child = spawn(process.execPath, [program.file, ...argv], {
      env: { PATH: process.env.PATH, ...env },
      stdio: 'ignore',
    })
    const exited = new Promise((resolve) => child.on('exit', (_code, signal) => resolve(signal)))
    while (!sandbox.faults.log.some(({ id }) => id === held.id)) {
      if (child.exitCode !== null) throw new Error('it ended by itself')
      await new Promise((go) => setTimeout(go, 10))
    }
    child.kill('SIGKILL')
    expect(await exited).toBe('SIGKILL')
    await program.remove()
    const beside = `.Company extract-500003.pdf.00000000-0000-4000-8000-000000000000.tmp`
    await mkdir(join(folder, 'entity-300001'), { recursive: true })
    await writeFile(join(folder, 'entity-300001', beside), 'half')
    const { exitCode, stderr } = await download(folder)
    expect([exitCode, stderr]).toEqual([0, `3 saved, 2 present. They are in ${folder}.\n`])
    expect(await readCase(folder)).toEqual(whole)
  }, 60_000)
})
