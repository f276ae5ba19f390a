// The samples of the command line's pages are run as they stand, in a shell, against a sandbox.
import { execFile } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { findProgram } from '../support/programs.js'
import { makeFolder, readFolder } from './folders.js'
import { environmentOf, runCli } from './rig.js'

const execute = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const shell = findProgram('bash')
const curl = findProgram('curl')

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await createSandbox()
})
afterAll(() => sandbox.close())

/** `firstaml` as it stands in the samples, for a shell. */
async function installFirstaml(folder: string): Promise<string> {
  const bin = join(folder, 'bin')
  await mkdir(bin)
  const tsx = import.meta.resolve('tsx')
  const call = `exec '${process.execPath}' --import '${tsx}' '${join(root, 'src/cli/bin.ts')}' "$@"`
  await writeFile(join(bin, 'firstaml'), `#!/bin/sh\n${call}\n`)
  await chmod(join(bin, 'firstaml'), 0o755)
  return bin
}

/** The port in the samples may be taken; any other one will do. */
async function freePort(): Promise<string> {
  const other = await createSandbox()
  await other.close()
  return new URL(other.url).port
}

it.each([
  ['cases', 'list'],
  ['cases', 'export'],
  ['files', 'download'],
  ['webhooks', 'listen'],
  ['webhooks', 'verify'],
])('docs/cli-data.md names every option of %s %s', async (...command) => {
  const page = await readFile(join(root, 'docs/cli-data.md'), 'utf8')
  const { stdout } = await runCli([...command, '--help'])
  const [own = ''] = stdout.split('Global Options:')
  const flags = [...own.matchAll(/^ +(?:-\w, )?(--[\w-]+)/gm)].map(([, flag = '']) => flag)
  expect(flags.length).toBeGreaterThan(1)
  for (const flag of flags) if (flag !== '--help') expect(page).toContain(flag)
})

describe.skipIf(shell === undefined || curl === undefined)('docs/cli-data.md', () => {
  it('has samples that run, in their order and in one folder', async () => {
    const page = await readFile(join(root, 'docs/cli-data.md'), 'utf8')
    const samples = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text)
    expect(samples.length).toBeGreaterThan(4)
    const folder = await makeFolder()
    const cwd = join(folder, 'work')
    await mkdir(cwd)
    const env = {
      ...process.env,
      ...environmentOf(sandbox),
      PATH: `${await installFirstaml(folder)}${delimiter}${process.env.PATH}`,
      TSX_TSCONFIG_PATH: join(root, 'tsconfig.json'),
    }
    const port = await freePort()
    const outputs: string[] = []
    for (const sample of samples) {
      const script = `set -euo pipefail\n${sample.replaceAll('4180', port)}`
      outputs.push((await execute('bash', ['-c', script], { cwd, env })).stdout)
    }
    const all = outputs.join('')
    expect(all).toMatch(/^CASE +STATUS/m)
    expect(all).toContain('"overall": "PASS"')
    expect(all).toMatch(/^16$/m)
    expect(all).toMatch(/^saved +case\/Engagement letter-500004\.pdf/m)
    expect(all).toContain('verified  {"eventType":"CaseCreated"')
    expect(outputs.at(-1)?.trim()).toBe('1')
    const files = Object.keys(await readFolder(cwd))
    const drawn = page.match(/^ {2}\S.*\d\.pdf$/gm)?.map((line) => `case-1001/${line.trim()}`)
    expect(drawn).toHaveLength(4)
    expect(files).toEqual(expect.arrayContaining([...(drawn ?? []), 'cases.csv', 'changed.jsonl']))
  }, 240_000)
})
