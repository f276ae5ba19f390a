// The samples of docs/cli-data.md are run as they stand, in a shell, by the installed program.
import { mkdir, readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sandbox } from '../../src/sandbox/index.js'
import { readFolder } from '../cli/folders.js'
import { findProgram } from '../support/programs.js'
import { createProject, loadSandbox, type Project } from './project.js'
import { repository, runIn } from './run-in.js'

const shell = findProgram('bash')
const curl = findProgram('curl')

describe.skipIf(shell === undefined || curl === undefined)('docs/cli-data.md', () => {
  let project: Project
  let createSandbox: Awaited<ReturnType<typeof loadSandbox>>['createSandbox']
  let sandbox: Sandbox

  beforeAll(async () => {
    project = await createProject()
    ;({ createSandbox } = await loadSandbox())
    sandbox = await createSandbox()
  }, 300_000)
  afterAll(async () => {
    await sandbox.close()
    await project.remove()
  })

  /** The port in the samples may be taken; any other one will do. */
  async function freePort(): Promise<string> {
    const other = await createSandbox()
    await other.close()
    return new URL(other.url).port
  }

  it('has samples that run, in their order and in one folder', async () => {
    const page = await readFile(join(repository, 'docs/cli-data.md'), 'utf8')
    const samples = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text)
    expect(samples.length).toBeGreaterThan(4)
    const cwd = join(project.folder, 'work')
    await mkdir(cwd)
    const bin = join(project.folder, 'node_modules', '.bin')
    const cache = join(project.folder, 'cache')
    const env = {
      ...sandbox.env,
      PATH: [bin, process.env.PATH].join(delimiter),
      HOME: cache,
      XDG_CACHE_HOME: cache,
    }
    const port = await freePort()
    const outputs: string[] = []
    for (const sample of samples) {
      const script = `set -euo pipefail\n${sample.replaceAll('4180', port)}`
      outputs.push(await runIn(cwd, 'bash', ['-c', script], env))
    }
    const all = outputs.join('\n')
    expect(all).toMatch(/^CASE +STATUS/m)
    expect(all).toContain('"overall": "PASS"')
    expect(all).toMatch(/^16$/m)
    expect(all).toMatch(/^saved +case\/Engagement letter-500004\.pdf/m)
    expect(all).toContain('verified  {"eventType":"CaseCreated"')
    expect(outputs.at(-1)).toBe('1')
    const files = Object.keys(await readFolder(cwd))
    const drawn = page.match(/^ {2}\S.*\d\.pdf$/gm)?.map((line) => `case-1001/${line.trim()}`)
    expect(drawn).toHaveLength(4)
    expect(files).toEqual(expect.arrayContaining([...(drawn ?? []), 'cases.csv', 'changed.jsonl']))
  }, 240_000)
})
