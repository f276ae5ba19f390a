import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Example, openExample } from './example.js'
import { type Program, startProgram } from './program.js'

interface ExportedCase {
  readonly caseId: string
  readonly caseStatus: string
  readonly documents: readonly { readonly path: string; readonly bytes: number }[]
}

describe('the example nightly-export', { timeout: 120_000 }, () => {
  let example: Example
  let home: string
  let folder: string

  const begin = (env: Readonly<Record<string, string>> = {}): Program =>
    startProgram(example, ['dist/main.js'], {
      EXPORT_FOLDER: folder,
      XDG_CACHE_HOME: join(home, 'cache'),
      HOME: home,
      ...env,
    })
  const filesOf = async (ending: string) =>
    (await readdir(folder)).filter((name) => name.endsWith(ending)).sort()
  /** The cases of the newest file. */
  async function newest(): Promise<readonly ExportedCase[]> {
    const name = (await filesOf('.jsonl')).at(-1) ?? ''
    const text = await readFile(join(folder, name), 'utf8')
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  }

  beforeAll(async () => {
    example = await openExample('nightly-export', { cases: 60 })
    home = await mkdtemp(join(tmpdir(), 'firstaml-export-'))
    await example.run('tsc')
  }, 300_000)
  beforeEach(async () => {
    example.sandbox.reset()
    folder = await mkdtemp(join(home, 'export-'))
  })
  afterAll(async () => {
    await example.close()
    await rm(home, { recursive: true, force: true })
  })

  it('exports all cases with their documents, then each change once, with one token', async () => {
    const { sandbox } = example
    const first = begin()
    expect(await first.ended).toBe(0)
    const cases = await newest()
    expect(new Set(cases.map(({ caseId }) => caseId)).size).toBe(60)
    const documents = cases.flatMap((found) => found.documents)
    expect(documents.length).toBeGreaterThan(3)
    for (const { path, bytes } of documents) {
      const found = await stat(join(folder, path))
      expect([found.size, found.mode & 0o777]).toEqual([bytes, 0o600])
    }
    const [csv = ''] = await filesOf('.csv')
    const rows = (await readFile(join(folder, csv), 'utf8')).split('\r\n')
    expect(rows[0]).toBe('caseId,name,reference,caseType,caseStatus,lastUpdatedOn,documents')
    expect(rows.length).toBe(62)
    // The log has what the client did, and nobody's name.
    expect(first.output()).toContain('"event":"request_finished"')
    expect(first.output()).not.toContain('Example')

    const fetched = sandbox.requestCounts.file
    expect(await begin().ended).toBe(0)
    expect(await filesOf('.jsonl')).toHaveLength(1)

    sandbox.world.setCaseStatus('1001', 'ON_HOLD')
    expect(await begin().ended).toBe(0)
    expect(await newest()).toMatchObject([{ caseId: '1001', caseStatus: 'ON_HOLD' }])
    // So late that the next run finds it again, and knows it.
    expect(await begin().ended).toBe(0)
    expect(await filesOf('.jsonl')).toHaveLength(2)
    expect(sandbox.requestCounts.file).toBe(fetched)
    expect(sandbox.requestCounts.token).toBe(1)
  })

  it('goes on after it was killed, and keeps a second run away before', async () => {
    const { faults, requests } = example.sandbox
    const before = faults.log.length
    // The second page comes, the third does not.
    for (const ms of [0, 600_000]) {
      faults.next({ kind: 'graphql', operation: 'NextPageOfCases', fault: { type: 'delay', ms } })
    }
    const killed = begin()
    await expect.poll(() => faults.log.length, { timeout: 60_000 }).toBe(before + 2)
    const second = begin()
    expect(await second.ended).toBe(75)
    expect(second.output()).toBe('Another export into this folder is under way.\n')
    await killed.kill('SIGKILL')
    expect(await filesOf('.jsonl')).toEqual([])

    const asked = requests.length
    expect(await begin().ended).toBe(0)
    const operations = requests.slice(asked).map(({ operationName }) => operationName)
    expect(operations).not.toContain('SearchCases')
    const cases = await newest()
    expect(cases.map(({ caseId }) => caseId).length).toBe(60)
    expect(new Set(cases.map(({ caseId }) => caseId)).size).toBe(60)
    expect(await filesOf('.part')).toEqual([])
  })

  it('exports a case again whose document could not be had', async () => {
    const { faults } = example.sandbox
    faults.next({ kind: 'file', fault: { type: 'html', status: 404 } })
    const first = begin()
    expect(await first.ended).toBe(75)
    expect(first.output()).toContain('"event":"document_failed"')
    const all = await newest()
    expect(await begin().ended).toBe(0)
    const [again, ...others] = await newest()
    expect(others).toEqual([])
    const incomplete = all.find(({ caseId }) => caseId === again?.caseId)
    expect(again?.documents.length).toBe((incomplete?.documents.length ?? 0) + 1)
  })

  it('ends by a signal as something to go on with', async () => {
    const { faults } = example.sandbox
    const before = faults.log.length
    faults.next({
      kind: 'graphql',
      operation: 'SearchCases',
      fault: { type: 'delay', ms: 600_000 },
    })
    const run = begin()
    await expect.poll(() => faults.log.length, { timeout: 60_000 }).toBe(before + 1)
    expect(await run.kill('SIGTERM')).toBe(75)
    expect(await filesOf('lock')).toEqual([])
    expect(await begin().ended).toBe(0)
  })

  it('tells a configuration that somebody has to correct', async () => {
    const refused = begin({ FIRSTAML_CLIENT_SECRET: 'not the secret', XDG_CACHE_HOME: folder })
    expect(await refused.ended).toBe(78)
    expect(refused.output()).not.toContain('not the secret')
    const missing = begin({ FIRSTAML_CLIENT_ID: '' })
    expect(await missing.ended).toBe(78)
    expect(missing.output()).toContain('FIRSTAML_CLIENT_ID')
  })
})
