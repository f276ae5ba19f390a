// Every door and every command, on every Node that the package promises.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands, doors, files, packageJson } from './manifest.js'
import { createProject, type Project, prepared } from './project.js'
import { nodes } from './tools.js'

/** Says what each door gives, to import and to require, and where the files are. */
const script = `import { createRequire } from 'node:module'
const [doors, files] = JSON.parse(process.argv[2])
const require = createRequire(import.meta.url)
const answers = { canRequire: process.features.require_module === true, doors: {}, files: {} }
for (const door of doors) {
  const imported = Object.keys(await import(door)).sort()
  const required = answers.canRequire ? Object.keys(require(door)).sort() : undefined
  answers.doors[door] = { imported, required }
}
for (const file of files) answers.files[file] = require.resolve(file)
process.stdout.write(JSON.stringify(answers))
`

const app = `import { createClient } from 'firstaml-client'
import { MeDocument } from 'firstaml-client/operations'
import { clientFromEnv, fileTokenStore } from 'firstaml-client/node'
import { createSandbox } from 'firstaml-client/sandbox'

const sandbox = await createSandbox()
const client = createClient({ baseUrl: sandbox.url, ...sandbox.credentials })
sandbox.revokeTokens()
const { me } = await client.request(MeDocument)
const cases = []
for await (const found of client.cases({})) cases.push(found.caseId)
console.log(me.apiClientId.endsWith('@clients'), cases.length > 0, typeof clientFromEnv, typeof fileTokenStore)
client.dispose()
await sandbox.close()
`

interface Answers {
  readonly canRequire: boolean
  readonly doors: Readonly<
    Record<string, { readonly imported: readonly string[]; readonly required?: readonly string[] }>
  >
  readonly files: Readonly<Record<string, string>>
}

describe.each(Object.entries(nodes))('on %s', { timeout: 120_000 }, (version, tool) => {
  let project: Project
  let node: string
  const env = { NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' }

  beforeAll(async () => {
    const [created, { folder }] = await Promise.all([
      createProject({ libraries: ['vitest'] }),
      prepared('tools'),
    ])
    project = created
    node = join(folder, tool, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  }, 600_000)
  afterAll(() => project.remove())

  it('is what runs', async () => {
    expect(await project.run(node, ['--version'])).toContain(version.replace('Node ', 'v'))
  })

  it('imports and requires every door, and finds the files', async () => {
    await project.write('doors.mjs', script)
    const asked = JSON.stringify([[...doors.keys()], [...files.keys()]])
    const told: Answers = JSON.parse(await project.run(node, ['doors.mjs', asked], env))
    expect(told.canRequire).toBe(true)
    expect(Object.keys(told.doors)).toEqual([...doors.keys()])
    for (const [door, { imported, required }] of Object.entries(told.doors)) {
      // This one has types only.
      if (door.endsWith('/gql-tada')) expect(imported, door).toEqual([])
      else expect(imported.length, door).toBeGreaterThan(0)
      // Required modules may say beside their exports that they are ES modules.
      expect(
        required?.filter((name) => name !== '__esModule'),
        door,
      ).toEqual(imported)
    }
    expect(Object.keys(told.files)).toEqual([...files.keys()])
    for (const path of Object.values(told.files)) {
      expect((await readFile(path, 'utf8')).length).toBeGreaterThan(100)
    }
  })

  it('sends operations, and plays First AML', async () => {
    await project.write('app.mjs', app)
    expect(await project.run(node, ['app.mjs'], env)).toBe('true true function function')
  })

  it.each([...commands])('has the command %s', async (_name, program) => {
    const path = join(project.package, program)
    expect(await readFile(path, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
    expect(await project.run(node, [path, '--version'], env)).toBe(packageJson.version)
  })
})
