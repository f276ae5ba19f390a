import { appendFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { installDoor } from '../codegen/app-rig.js'
import { environmentOf, runCli } from './rig.js'

const repository = join(import.meta.dirname, '../..')
const used = 'ApiClientMetadata.friendlyApiClientName'
const unused = 'ApiClientMetadata.apiClientId'

let folder: string
let sandbox: Sandbox
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstaml-cli-schema-'))
  sandbox = await createSandbox()
  await mkdir(join(folder, 'src'))
  await writeFile(
    join(folder, 'src/who.graphql'),
    'query Who {\n  me {\n    friendlyApiClientName\n  }\n}\n',
  )
  await writeFile(join(folder, 'package.json'), '{ "name": "app", "type": "module" }')
})
afterEach(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true })
})

const runHere = (...argv: readonly string[]) =>
  runCli(argv, { cwd: folder, env: environmentOf(sandbox) })

/** An application that generates: its libraries, and its configuration. */
async function installCodegen(schema = ''): Promise<void> {
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'))
  await installDoor(folder)
  // Small, since what is generated does not matter: all of First AML's takes a second more each time.
  await mkdir(join(folder, 'graphql'))
  await writeFile(
    join(folder, 'graphql/schema.graphql'),
    'type Query {\n  me: Me!\n}\n\ntype Me {\n  friendlyApiClientName: String!\n}\n',
  )
  await writeFile(
    join(folder, 'codegen.ts'),
    `import { firstAmlCodegen } from './dist/codegen/index.mjs'
export default firstAmlCodegen({ ${schema} documents: 'src/**/*.graphql', output: 'src/generated/operations.ts' })\n`,
  )
}

describe('firstaml schema pull', { timeout: 60_000 }, () => {
  it('writes the schema where it is told, and says whether it changed', async () => {
    const first = await runHere('schema', 'pull')
    expect(first).toMatchObject({ exitCode: 0, stderr: '' })
    expect(first.stdout).toBe(`graphql/schema.graphql: changed (from ${sandbox.url}/graphql/).\n`)
    expect(await readFile(join(folder, 'graphql/schema.graphql'), 'utf8')).toContain('type Query')
    const again = await runHere('schema', 'pull')
    expect(again.stdout).toMatch(/^graphql\/schema\.graphql: unchanged since \d{4}-\d\d-\d\d /)
    sandbox.dropField(used)
    const json = await runHere('schema', 'pull', '--json', '--output', 'graphql/schema.graphql')
    expect(JSON.parse(json.stdout)).toMatchObject({ changed: true, served: 'sdl' })
  })

  it('shares its token with other commands', async () => {
    const env = environmentOf(sandbox)
    await runCli(['whoami'], { env })
    await runCli(['schema', 'pull'], { env, cwd: folder })
    expect(sandbox.requestCounts.token).toBe(1)
  })

  it('names what is missing, and what cannot be written', async () => {
    const { exitCode, stderr } = await runCli(['schema', 'pull'], { cwd: folder })
    expect(exitCode).toBe(2)
    expect(stderr).toContain('FIRSTAML_CLIENT_ID and FIRSTAML_CLIENT_SECRET are not set')
    const blocked = await runHere('schema', 'pull', '-o', 'package.json/schema.graphql')
    expect(blocked.exitCode).toBe(1)
    expect(blocked.stderr).toMatch(/^firstaml: .*schema\.graphql could not be written/)
    expect(blocked.stderr.split('\n')).toHaveLength(2)
  })

  it('speaks of variables where the library speaks of options', async () => {
    sandbox.faults.next({ kind: 'schema', count: 2, fault: { type: 'status', status: 404 } })
    sandbox.faults.next({ kind: 'graphql', count: 2, fault: { type: 'status', status: 404 } })
    const { exitCode, stderr } = await runHere('schema', 'pull')
    expect(exitCode).toBe(1)
    expect(stderr).toContain('Check FIRSTAML_GRAPHQL_URL, or set FIRSTAML_SCHEMA_URL to')
    sandbox.faults.clear()
  })

  it('ends at Ctrl-C, and leaves the file as it is', async () => {
    sandbox.faults.next({ kind: 'schema', fault: { type: 'delay', ms: 600_000 } })
    const interruption = new AbortController()
    const running = runCli(['schema', 'pull'], {
      cwd: folder,
      env: environmentOf(sandbox),
      signal: interruption.signal,
    })
    await expect.poll(() => sandbox.faults.log.length).toBe(1)
    interruption.abort('SIGINT')
    expect(await running).toEqual({ exitCode: 130, stdout: '', stderr: '' })
    await expect(readFile(join(folder, 'graphql/schema.graphql'))).rejects.toThrow('ENOENT')
  })
})

describe('firstaml schema check', { timeout: 60_000 }, () => {
  it('passes when nothing that the documents use has changed, and fails when it has', async () => {
    const check = () => runHere('schema', 'check', '--documents', 'src/**/*.graphql')
    expect((await check()).exitCode).toBe(0)
    sandbox.dropField(unused)
    const passed = await check()
    expect(passed.exitCode).toBe(0)
    expect(passed.stdout).toContain('None of 1 document breaks.')
    sandbox.dropField(used)
    const { exitCode, stdout } = await check()
    expect(exitCode).toBe(1)
    expect(stdout).toContain(`  breaks src/who.graphql:3:5 Who ${used}\n`)
  })

  it('fails by the policy that it is given', async () => {
    sandbox.dropField(unused)
    const codeOf = async (policy: string) =>
      (await runHere('schema', 'check', '-d', 'src/*.graphql', '--fail-on', policy)).exitCode
    expect(await codeOf('documents')).toBe(0)
    expect(await codeOf('breaking')).toBe(1)
    sandbox.dropField(used)
    expect(await codeOf('never')).toBe(0)
    expect(await codeOf('sometimes')).toBe(2)
  })

  it('writes for people, for programs and for GitHub', async () => {
    sandbox.dropField(used)
    const check = (...flags: readonly string[]) =>
      runHere('schema', 'check', '-d', 'src/*.graphql', ...flags)
    expect(JSON.parse((await check('--json')).stdout)).toMatchObject({ ok: false, exitCode: 1 })
    expect((await check('--format', 'github')).stdout).toMatch(
      /^::error file=src\/who\.graphql,line=3,col=5,/,
    )
  })

  it.each([
    ['the folder above', '..', 'src/who.graphql'],
    ['the folder itself', '.', 'src/who.graphql'],
    ['another folder', 'elsewhere', 'src/who.graphql'],
  ])('names files for GitHub as its checkout has them: %s', async (_what, workspace, path) => {
    sandbox.dropField(used)
    const GITHUB_WORKSPACE = join(folder, workspace)
    const { stdout } = await runCli(
      ['schema', 'check', '-d', 'src/*.graphql', '--format', 'github'],
      { cwd: folder, env: { ...environmentOf(sandbox), GITHUB_WORKSPACE } },
    )
    const place = workspace === '..' ? `${basename(folder)}/${path}` : path
    expect(stdout).toMatch(new RegExp(`^::error file=${place},line=3,`))
  })

  it('takes documents and schema from codegen.ts', async () => {
    await installCodegen("schema: 'graphql/schema.graphql',")
    await runHere('schema', 'pull')
    sandbox.dropField(used)
    const { exitCode, stdout, stderr } = await runHere('schema', 'check')
    expect(stderr).toBe('')
    expect(stdout).toContain('compared with graphql/schema.graphql: 1 breaking')
    expect(stdout).toContain('breaks src/who.graphql:3:5')
    expect(exitCode).toBe(1)
  })

  it('says in one line where codegen.ts is wrong', async () => {
    await installCodegen()
    await writeFile(join(folder, 'codegen.ts'), 'export default {{\n')
    const { exitCode, stderr } = await runHere('schema', 'check')
    expect(stderr).toMatch(
      /^firstaml: codegen\.ts cannot be read: ParseError: .+ at codegen\.ts:1:\d+\. Correct it\.\n$/,
    )
    expect(exitCode).toBe(2)
    const none = await runHere('schema', 'check', '--config', 'none.ts')
    expect(none.stderr).toBe('firstaml: --config none.ts does not exist. Check the path.\n')
  })

  it('says that it looks at no documents where none are named', async () => {
    const { exitCode, stderr } = await runHere('schema', 'check')
    expect(exitCode).toBe(0)
    expect(stderr).toContain('Name them with --documents.')
  })

  it('compares files without asking anybody', async () => {
    await runHere('schema', 'pull')
    const live = await readFile(join(folder, 'graphql/schema.graphql'), 'utf8')
    await writeFile(join(folder, 'live.graphql'), live.replace(/ +friendlyApiClientName.*\n/, ''))
    const argv = ['schema', 'check', '-d', 'src/*.graphql', '--live', 'live.graphql']
    const { exitCode } = await runCli(argv, { cwd: folder })
    expect(exitCode).toBe(1)
  })
})

it('says that a folder for the snapshot cannot be made', async () => {
  const { exitCode, stderr } = await runHere('schema', 'pull', '-o', '/proc/firstaml/a/b.graphql')
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(
    /\/proc\/firstaml\/a\/b\.graphql could not be written .* Choose an output [^\n]+\n$/,
  )
})

describe('firstaml codegen', { timeout: 180_000 }, () => {
  it('says what to install, with the package manager of the project', async () => {
    await writeFile(join(folder, 'pnpm-lock.yaml'), '')
    const { exitCode, stderr } = await runHere('codegen')
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(
      /^firstaml: Codegen needs @graphql-codegen\/cli, .* Run pnpm add --save-dev @graphql-codegen\/cli @graphql-codegen\/typescript-operations @graphql-codegen\/typed-document-node graphql\.\n$/,
    )
  })

  it.each([
    [
      [],
      'There is no codegen.ts here. Run firstaml init, which writes one, or name yours with --config.',
    ],
    [['--config', 'none.ts'], '--config none.ts does not exist. Check the path.'],
  ])('says in one line that there is no configuration: %j', async (flags, message) => {
    await installCodegen()
    await rm(join(folder, 'codegen.ts'))
    expect(await runHere('codegen', ...flags)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `firstaml: ${message}\n`,
    })
  })

  it('generates by a configuration in package.json', async () => {
    await installCodegen()
    await rm(join(folder, 'codegen.ts'))
    const codegen = {
      schema: 'graphql/schema.graphql',
      documents: 'src/**/*.graphql',
      generates: { 'src/own.ts': { plugins: ['typescript-operations'] } },
    }
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', codegen }))
    expect((await runHere('codegen')).exitCode).toBe(0)
    expect(await readFile(join(folder, 'src/own.ts'), 'utf8')).toContain('WhoQuery')
  })

  it('generates, says when the files are current, and when they are not', async () => {
    await installCodegen()
    const stale = await runHere('codegen', '--check')
    expect(stale.exitCode).toBe(1)
    expect(stale.stderr).toContain('The generated files are not current. Run firstaml codegen.')
    expect(stale.stdout).toContain('src/generated/operations.ts')
    const { exitCode, stdout } = await runHere('codegen')
    expect(stdout).toContain('Wrote src/generated/operations.ts.')
    expect(exitCode).toBe(0)
    const current = await runHere('codegen', '--check', '--json')
    expect(current.exitCode).toBe(0)
    expect(JSON.parse(current.stdout)).toEqual({ current: true })
    await appendFile(join(folder, 'src/generated/operations.ts'), '\n// by hand\n')
    expect(JSON.parse((await runHere('codegen', '--check', '--json')).stdout)).toEqual({
      current: false,
      problem: 'stale',
    })
  })

  it('says in one line where a document is wrong', async () => {
    await installCodegen()
    await writeFile(join(folder, 'src/who.graphql'), 'query Who {\n  me {\n    nothing\n  }\n}\n')
    const { exitCode, stderr } = await runHere('codegen')
    expect(stderr).toMatch(/^src\/who\.graphql:3:5 Cannot query field "nothing".*\n$/)
    expect(exitCode).toBe(1)
  })

  it('tells a document that is wrong from files that are not current', async () => {
    await installCodegen()
    const document = join(folder, 'src/who.graphql')
    await writeFile(document, 'query Who {\n  me {\n    nothing\n  }\n}\n')
    const people = await runHere('codegen', '--check')
    expect(people).toMatchObject({ exitCode: 1, stdout: '' })
    expect(people.stderr).toMatch(/^src\/who\.graphql:3:5 Cannot query field [^\n]+\n[^\n]+\n$/)
    expect(people.stderr).toContain('\nNothing could be generated to compare the files with.\n')
    await writeFile(document, 'query Who {\n  me {\n')
    const programs = await runHere('codegen', '--check', '--json')
    expect(JSON.parse(programs.stdout)).toEqual({ current: false, problem: 'failed' })
    expect(programs.stderr).toMatch(/^src\/who\.graphql:3:\d Syntax Error[^\n]+\n/)
  })

  it('says in one line what watching wants besides', async () => {
    await installCodegen()
    const { exitCode, stderr } = await runHere('codegen', '--watch')
    expect(stderr).toBe(
      'The package @parcel/watcher is not installed. Run npm install --save-dev @parcel/watcher.\n',
    )
    expect(exitCode).toBe(1)
  })
})
