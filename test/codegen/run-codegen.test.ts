import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProgress } from '../../src/codegen/progress.js'
import { createSandbox } from '../../src/sandbox/index.js'
import { createProject, createSmallProject, type Project, run } from './support.js'

let project: Project

afterEach(() => project.remove())

describe('without credentials', () => {
  beforeEach(async () => {
    project = await createProject()
  })

  it('pulls from the sandbox, generates, and changes nothing the second time', async () => {
    const first = await run(project)
    expect(first).toMatchObject({ exitCode: 0, stderr: '' })
    expect(first.stdout).toMatch(/^Pulling the schema from this package's sandbox, http:\/\/127/)
    expect(first.stdout).toMatch(/^Generated: src\/generated\/schema-types\.ts, src\/gen/m)
    const before = await project.readAll()
    expect(before['src/generated/operations.ts']).toContain('export const MeDocument')
    expect(Object.values(before).join()).not.toContain('export type Incremental')

    const second = await run(project)
    expect(second.stdout).toMatch(/^Schema: unchanged since \d{4}-\d\d-\d\d /m)
    expect(second.stdout).toMatch(/^Generated: 3 files, unchanged\.$/m)
    expect(await project.readAll()).toEqual(before)
    expect(await run(project, { argv: ['--check'] })).toMatchObject({ exitCode: 0, stderr: '' })
  }, 30_000)

  it('names a snapshot that is missing or cannot be served', async () => {
    await project.write('graphql/schema.graphql', 'type Query {\n  me: Nobody\n}\n')
    const broken = await run(project)
    expect(broken.exitCode).toBe(1)
    expect(broken.stderr).toMatch(/^The sandbox cannot serve graphql\/schema\.graphql.*Nobody.*\n$/)
  })
})

describe('with credentials', () => {
  beforeEach(async () => {
    project = await createSmallProject()
  })

  it('pulls from the addresses in the environment and says so', async () => {
    const sandbox = await createSandbox()
    const result = await run(project, {
      env: {
        FIRSTAML_CLIENT_ID: sandbox.credentials.clientId,
        FIRSTAML_CLIENT_SECRET: sandbox.credentials.clientSecret,
        FIRSTAML_BASE_URL: sandbox.url,
        FIRSTAML_USER_AGENT: 'acme-crm/1.2',
      },
    })
    await sandbox.close()
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    expect(result.stdout).toContain(`Pulling the schema from First AML, ${sandbox.url}/.\n`)
    expect(await project.readSnapshot()).toContain(`# source: ${sandbox.url}/graphql/\n`)
    const agents = sandbox.requests.map(({ userAgent }) => userAgent)
    expect(agents).toHaveLength(2)
    for (const agent of agents) expect(agent).toMatch(/^acme-crm\/1\.2 firstaml-client\//)
  })

  it.each([
    [{ FIRSTAML_CLIENT_ID: 'id' }, /^FIRSTAML_CLIENT_ID is set, but FIRSTAML_CLIENT_SECRET is not/],
    [{ FIRSTAML_CLIENT_SECRET: 's3' }, /^FIRSTAML_CLIENT_SECRET is set, but FIRSTAML_CLIENT_ID is/],
    [
      {
        FIRSTAML_CLIENT_ID: 'id',
        FIRSTAML_CLIENT_SECRET: 's3',
        FIRSTAML_BASE_URL: 'http://a.test',
      },
      /^FIRSTAML_BASE_URL must be https:/,
    ],
    [
      { FIRSTAML_CLIENT_ID: 'id', FIRSTAML_CLIENT_SECRET: 's3', FIRSTAML_SCHEMA_URL: 'schema' },
      /^FIRSTAML_SCHEMA_URL must be an absolute URL/,
    ],
    [
      { FIRSTAML_CLIENT_ID: 'id', FIRSTAML_CLIENT_SECRET: 's3', FIRSTAML_USER_AGENT: 'a\nb' },
      /^FIRSTAML_USER_AGENT must be printable/,
    ],
  ])('refuses settings that cannot work: %o', async (env, message) => {
    const before = await project.readAll()
    const { exitCode, stderr } = await run(project, { env })
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(message)
    expect(stderr.trimEnd()).not.toContain('\n')
    expect(await project.readAll()).toEqual(before)
  })
})

describe('documents', () => {
  beforeEach(async () => {
    project = await createSmallProject()
  })

  it.each([
    [
      'query Odd { me { nope } }',
      /^graphql\/operations\/Odd\.graphql:1:18 Cannot query field "nope"/,
    ],
    ['query Odd {\n  me {\n', /^graphql\/operations\/Odd\.graphql:3:1 Syntax Error: Expected Name/],
    [
      'query Me { me { scopes } }',
      /^Me is the name of more than one document: graphql\/operations\/Me\.graphql, graphql\/op/,
    ],
  ])('leaves the generated files alone and names the place in %j', async (text, message) => {
    await run(project)
    await project.write('graphql/operations/Odd.graphql', text)
    const before = await project.readAll()
    const { exitCode, stderr } = await run(project)
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(message)
    expect(stderr.trimEnd()).not.toContain('\n')
    const checked = await run(project, { argv: ['--check'] })
    expect(checked).toMatchObject({ exitCode: 1, stderr })
    expect(await project.readAll()).toEqual(before)
  })

  it('asks for the type of a scalar that is new', async () => {
    const schema = await project.readSnapshot()
    await project.write('graphql/schema.graphql', `${schema}\nscalar Iban\n`)
    const { exitCode, stderr } = await run(project)
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^The schema has a scalar Iban that has no TypeScript type yet\./)
  })

  it('removes what an earlier run generated and nobody else’s files', async () => {
    await project.write(
      'src/generated/old.ts',
      '// Generated from the First AML schema by graphql-codegen, do not edit.\n',
    )
    await project.write('src/generated/own.ts', '// Written by hand.\n')
    const { stdout } = await run(project)
    expect(stdout).toContain('src/generated/old.ts removed')
    expect(Object.keys(await project.readAll())).toEqual(
      expect.arrayContaining(['src/generated/own.ts']),
    )
    expect(await project.readAll()).not.toHaveProperty(['src/generated/old.ts'])
  })
})

describe('--check', () => {
  beforeEach(async () => {
    project = await createSmallProject()
  })

  it.each([
    ['graphql/schema.graphql', /^graphql\/schema\.graphql was changed since it was stamped/],
    ['src/generated/operations.ts', /^src\/generated\/operations\.ts is not what codegen makes/],
  ])('names %s when it was edited', async (path, message) => {
    await run(project)
    const files = await project.readAll()
    await project.write(path, `${files[path]}\n# edited`)
    const before = await project.readAll()
    const { exitCode, stdout, stderr } = await run(project, { argv: ['--check'] })
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(message)
    expect(await project.readAll()).toEqual(before)
  })

  it('names a document that was added but not generated', async () => {
    await run(project)
    await project.write('graphql/operations/Scopes.graphql', 'query Scopes { me { scopes } }')
    const { stderr } = await run(project, { argv: ['--check'] })
    expect(stderr).toBe(
      'src/generated/operations.ts, src/generated/required-scopes.ts are not what codegen makes of the snapshot and documents. Run npm run codegen and commit the result.\n',
    )
  })
})

describe('what people see', () => {
  beforeEach(async () => {
    project = await createSmallProject()
  })

  it('is one live line on a terminal, cleared before anything that stays', async () => {
    const { stdout } = await run(project, { tty: true })
    expect(stdout).toContain('Generating from the snapshot…\r\u001b[2K')
    expect(stdout).toContain('\u001b[32m✓\u001b[39m Generated:')
    const lines = stdout.split('\n')
    const left = lines.map((line) => line.split('\r\u001b[2K').at(-1))
    expect(left.join()).not.toContain('…')
    expect(left).toHaveLength(4)
  })

  it('keeps the live line within the terminal, whose width may be unknown', () => {
    const show = (columns?: number) => {
      let shown = ''
      const stream = { write: (text: string) => (shown += text), isTTY: true, columns }
      createProgress({ stdout: stream, stderr: stream }, {}).step('Asking for a token')
      return shown.replace('\r\u001b[2K', '')
    }
    expect(show(12)).toBe('Asking for…')
    expect(show(0)).toBe('Asking for a token…')
    expect(show()).toBe('Asking for a token…')
  })

  it('has no colour with NO_COLOR and no live line in CI', async () => {
    const plain = await run(project, { tty: true, env: { NO_COLOR: '1' } })
    expect(plain.stdout).not.toContain('\u001b[32m')
    expect(plain.stdout).toContain('✓ Generated:')
    const ci = await run(project, { tty: true, env: { CI: 'true' } })
    expect(ci.stdout).not.toContain('\u001b')
  })

  it('has a stack only when asked', async () => {
    const quiet = await run(project, { argv: ['--nonsense'] })
    expect(quiet).toMatchObject({ exitCode: 1, stdout: '' })
    expect(quiet.stderr).toMatch(/^Unknown option '--nonsense'.*\n$/)
    const env = { FIRSTAML_CLIENT_ID: 'id' }
    const loud = await run(project, { argv: ['--verbose'], env })
    expect(loud.stderr).toMatch(/\n {4}at /)
  })
})
