// What `firstaml schema check` takes for the snapshot of an application, from its configuration.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCli } from './rig.js'

const repository = join(import.meta.dirname, '../..')
const sdl = 'type Query {\n  me: String!\n}\n'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstaml-cli-config-'))
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'))
  await mkdir(join(folder, 'graphql'))
  await writeFile(join(folder, 'graphql/own.graphql'), sdl)
  await writeFile(join(folder, 'live.graphql'), `${sdl}\ntype Added {\n  id: ID!\n}\n`)
})
afterEach(() => rm(folder, { recursive: true }))

async function check(schema: unknown, ...flags: readonly string[]) {
  const codegen = { schema, documents: [], generates: {} }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', codegen }))
  return runCli(['schema', 'check', '--live', 'live.graphql', ...flags], { cwd: folder })
}

describe('the schema of a configuration', { timeout: 60_000 }, () => {
  it.each([['graphql/own.graphql'], [['graphql/own.graphql']]])(
    'is the snapshot when it is one file: %j',
    async (schema) => {
      const { exitCode, stdout, stderr } = await check(schema)
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
      expect(stdout).toContain('live.graphql compared with graphql/own.graphql: 2 safe.')
    },
  )

  it.each([
    [['graphql/own.graphql', 'graphql/more.graphql']],
    ['graphql/*.graphql'],
    ['https://example.test/graphql'],
    [sdl],
    [[{ 'https://example.test/graphql': {} }]],
  ])('has to be said when it is not one file: %j', async (schema) => {
    expect(await check(schema)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'firstaml: The schema of package.json is not one file. Run firstaml schema check with --snapshot and the file that the application generates from.\n',
    })
    const { exitCode } = await check(schema, '--snapshot', 'graphql/own.graphql')
    expect(exitCode).toBe(0)
  })
})
