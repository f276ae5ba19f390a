// firstAmlCodegen in an application's own configuration, run by graphql-codegen's own command.
import { symlink, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FirstAmlCodegenOptions, firstAmlCodegen } from '../../src/codegen/index.js'
import { runCommand, runCommandHere, runHere } from './app-rig.js'
import { createProject, createSmallProject, type Project, repository } from './support.js'

let project: Project

async function begin(created: Promise<Project>): Promise<void> {
  project = await created
  await project.write('src/mine.graphql', 'query Mine { me { scopes } }')
}

const readOut = async (name: string) => (await project.readFile(`out/${name}`)) ?? ''

describe('an application', { timeout: 60_000 }, () => {
  beforeEach(() => begin(createProject()))
  afterEach(() => project.remove())

  it('generates from files and templates, with our enums, inputs and scalars', async () => {
    await project.write(
      'src/template.ts',
      `import { gql } from '@urql/core'
export const document = gql\`
  mutation Make($input: CreateLiteCaseInput!) {
    createLiteCase(input: $input) {
      __typename
      ... on CaseInformation { caseStatus lastUpdatedOn }
    }
  }
\`
`,
    )
    await project.write('src/plain.ts', "throw new Error('nobody runs this')\n")
    const first = await runCommand(project, { requiredScopes: true })
    expect(first).toMatchObject({ exitCode: 0, stderr: '' })
    expect(first.stdout.split('\n').sort()).toEqual([
      '',
      'Wrote out/operations.ts.',
      'Wrote out/required-scopes.ts.',
    ])
    const operations = await readOut('operations.ts')
    expect(operations).toContain("import type * as Types from 'firstaml-client/operations';")
    expect(operations).toContain(
      "import type { DateTimeString } from 'firstaml-client/operations';",
    )
    expect(operations).toContain('readonly caseStatus: Types.CaseStatus')
    expect(operations).toMatch(/MineDocument = .* as unknown as DocumentNode<MineQuery, /)
    expect(operations).not.toMatch(/^export type (CaseStatus|CreateLiteCaseInput)\b/m)
    expect(await readOut('required-scopes.ts')).toContain(
      "  Make: 'case-management',\n  Mine: 'read-only',\n",
    )
    expect(await runCommandHere(project, { requiredScopes: true }, ['--check'])).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    })
    await project.write('src/more.graphql', 'query More { me { apiClientId } }')
    const stale = await runCommandHere(project, { requiredScopes: true }, ['--check'])
    expect(stale).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('out/operations.ts'),
    })
  })

  it('has types of its own for a schema of its own', async () => {
    await project.write(
      'own.graphql',
      `enum Mood { GOOD BAD }
      directive @authorize(policy: String!) on FIELD_DEFINITION
      type Query { mood(is: Mood): Mood @authorize(policy: "Moods") }`,
    )
    await project.write('src/mine.graphql', 'query Mine($is: Mood) { mood(is: $is) }')
    const options = { schema: 'own.graphql', requiredScopes: true, gqlTada: 'out/tada.ts' }
    const refused = await runHere(project, options)
    expect(refused.stderr).toContain('Name it in the option scopes of firstAmlCodegen.')
    const run = await runHere(project, { ...options, scopes: { Moods: 'moods' } })
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await readOut('schema-types.ts')).toMatch(/^export type Mood =\n/m)
    expect(await readOut('operations.ts')).toContain("from './schema-types.js'")
    expect(await readOut('required-scopes.ts')).toContain("Mine: 'moods'")
    expect(await readOut('tada.ts')).toContain("Mood: { name: 'Mood'; enumValues: 'BAD' | 'GOOD' }")
  })
})

describe('what cannot work is told in one line', { timeout: 60_000 }, () => {
  beforeEach(() => begin(createSmallProject()))
  afterEach(() => project.remove())
  const template = (body: string) =>
    `import { gql } from '@urql/core'\n\nexport const it = gql\`${body}\``
  it.each<[string, Record<string, string>, object, RegExp]>([
    [
      'an unknown field',
      { 'src/odd.graphql': 'query Odd {\n  me { nope }\n}' },
      {},
      /^src\/odd\.graphql:2:8 Cannot query field "nope" on type "\w+"\. Change the document/,
    ],
    [
      'an unknown field in a template',
      { 'src/odd.ts': template('\n  query Odd {\n    me { nope }\n  }\n') },
      {},
      /^src\/odd\.ts:5:10 Cannot query field "nope"/,
    ],
    [
      'a template that does not parse',
      { 'src/odd.ts': template('\n  query Odd {\n') },
      {},
      /^src\/odd\.ts:5:1 Syntax Error: Expected Name, found <EOF>\. Correct the document\./,
    ],
    [
      'an unknown field in the first line of a template',
      { 'src/odd.ts': template('query Odd { me { nope } }') },
      {},
      /^src\/odd\.ts:3:40 Cannot query field "nope"/,
    ],
    [
      'a template that does not parse for more than what is put into it',
      { 'src/odd.ts': template('\n  query Odd {\n$' + '{part}') },
      {},
      /^src\/odd\.ts:5:8 Syntax Error: Expected Name, found <EOF>\. Correct the document\./,
    ],
    [
      'a file that does not parse',
      { 'src/odd.graphql': 'query Odd {' },
      {},
      /^src\/odd\.graphql:1:12 Syntax Error/,
    ],
    [
      'code that does not parse',
      { 'src/odd.ts': `${template('{ me { scopes } }')}\nconst = 1` },
      {},
      /^A file of src\/\*\*\/\*\.ts cannot be read: Unexpected token \(4:6\)\. The compiler tells which\./,
    ],
    [
      'two documents of one name',
      { 'src/odd.graphql': 'query Mine { me { apiClientId } }' },
      {},
      /^Mine is the name of more than one document: src\/mine\.graphql, src\/odd\.graphql\./,
    ],
    [
      'no document',
      {},
      { documents: 'lib/**/*.graphql' },
      /^No document is in any file of lib\/\*\*\/\*\.graphql\. Correct the option documents/,
    ],
    [
      'no schema',
      {},
      { schema: 'nope.graphql' },
      /^There is no schema file nope\.graphql\. Pull it/,
    ],
    [
      'a cut schema',
      { 'cut.graphql': 'type Query { a: Int' },
      { schema: 'cut.graphql' },
      /^The schema cut\.graphql cannot be read: Syntax Error: .* Restore it, or pull it again\./,
    ],
    [
      'an unknown scalar',
      { 'new.graphql': 'scalar Iban type Query { me: Iban }', 'src/mine.graphql': '{ me }' },
      { schema: 'new.graphql' },
      /The schema has a scalar Iban that has no TypeScript type yet\. Name one in the option scalars/,
    ],
    [
      'an output that cannot be written',
      {},
      { output: '/proc/firstaml.ts' },
      /\/proc\/firstaml\.ts could not be written \(E[A-Z]+\)\. Check that its directory may be written to/,
    ],
    [
      'an output below a file',
      { 'out/file': 'no directory' },
      { output: 'out/file/operations.ts' },
      /^out\/file\/operations\.ts is below what is no directory\. Correct the option output\./,
    ],
    [
      'a directory as output',
      { 'out/operations.ts/a.txt': '' },
      {},
      /^out\/operations\.ts is a directory\. Name a file in it in the option output\./,
    ],
  ])('%s', async (_what, files, options, message) => {
    for (const [name, text] of Object.entries(files)) await project.write(name, text)
    const { exitCode, stdout, stderr } = await runHere(project, options)
    expect(exitCode).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n {4}at /)
    expect(await project.readFile('out/operations.ts')).toBeUndefined()
  })

  it.each<[string, object, RegExp]>([
    [
      'a document that cannot work',
      { documents: 'odd/*.graphql' },
      /^odd\/a\.graphql:1:14 Cannot query field "nope" on type "\w+"\. Change .*\n$/,
    ],
    [
      'options that contradict each other',
      { requiredScopes: 'out/operations.ts' },
      /TypeError: firstAmlCodegen: requiredScopes and output name the same file, out\/operations\.ts\. Give each its own\./,
    ],
  ])('%s, by the command itself', async (_what, options, message) => {
    await project.write('odd/a.graphql', 'query { me { nope } }')
    const { exitCode, stdout, stderr } = await runCommandHere(project, options)
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n {4}at /)
  })

  it('packages that are not installed, all with one command', async () => {
    await unlink(join(project.directory, 'node_modules'))
    const none = await runHere(project, {})
    expect(none).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        'The packages @graphql-codegen/typescript-operations and @graphql-codegen/typed-document-node are not installed. Run npm install --save-dev @graphql-codegen/typescript-operations @graphql-codegen/typed-document-node.\n',
    })
    for (const name of ['typescript-operations', 'typed-document-node']) {
      const path = `node_modules/@graphql-codegen/${name}`
      await project.write('node_modules/@graphql-codegen/.keep', '')
      await symlink(join(repository, path), join(project.directory, path))
    }
    const watching = await runHere(project, {}, ['--watch'])
    expect(watching.stderr).toBe(
      'The package @parcel/watcher is not installed. Run npm install --save-dev @parcel/watcher.\n',
    )
  })

  it('a file of the application as output, which is kept', async () => {
    const mine = 'export const mine = 1\n'
    await project.write('out/operations.ts', mine)
    const { exitCode, stderr } = await runHere(project, {})
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(
      /^out\/operations\.ts was not generated by this configuration, .* Name another file in the option output, or delete it first\.\n$/,
    )
    expect(await readOut('operations.ts')).toBe(mine)
  })
})

describe('an option that cannot work is a TypeError', () => {
  const good: FirstAmlCodegenOptions = { documents: 'src/*.graphql', output: 'out/a.ts' }
  it.each<[object, string]>([
    [{ documents: [] }, 'documents must be one or more globs, such as src/**/*.graphql.'],
    [{ documents: '' }, 'documents must be one or more globs, such as src/**/*.graphql.'],
    [
      { output: 'out' },
      'output must be the path of a file that ends with .ts, such as src/generated/output.ts.',
    ],
    [
      { output: 'out/a.mts' },
      'output must be the path of a file that ends with .ts, such as src/generated/output.ts.',
    ],
    [{ schema: '' }, 'schema must be the path of a schema file, such as graphql/schema.graphql.'],
    [
      { schema: 'src/schema.ts' },
      'schema must be the path of a schema file, such as graphql/schema.graphql.',
    ],
    [{ pull: true }, 'pull needs schema, the file to pull into, such as graphql/schema.graphql.'],
    [{ pull: 'yes', schema: 'a.graphql' }, 'pull must be true, or options of pullSchema.'],
    [{ scalars: { Iban: 7 } }, "scalars must be an object of texts, such as { Iban: 'string' }."],
    [{ scopes: 'moods' }, "scopes must be an object of texts, such as { Moods: 'moods' }."],
    [
      { scalar: {} },
      'there is no option scalar. There are documents, output, schema, pull, schemaTypes, requiredScopes, gqlTada, scalars, scalarsFrom, scopes.',
    ],
    [
      { gqlTada: 'out/a.ts' },
      'gqlTada and output name the same file, out/a.ts. Give each its own.',
    ],
    [
      { schemaTypes: 'out/./a.ts' },
      'schemaTypes and output name the same file, out/./a.ts. Give each its own.',
    ],
  ])('%j', (options, message) => {
    expect(() => firstAmlCodegen({ ...good, ...options })).toThrow(
      new TypeError(`firstAmlCodegen: ${message}`),
    )
  })

  it('that is shown in one line, whatever the command hangs on it', () => {
    let thrown: unknown
    try {
      firstAmlCodegen({ ...good, output: '' })
    } catch (error) {
      thrown = Object.assign(error instanceof Error ? error : {}, { filepath: '/app/codegen.ts' })
    }
    expect(inspect(thrown)).toMatch(/^TypeError: firstAmlCodegen: output must be .*$/)
  })

  it('takes paths from the root too, and imports one file from the other', () => {
    const { generates } = firstAmlCodegen({
      documents: 'src/*.graphql',
      schema: 'own.graphql',
      output: join(process.cwd(), 'out/a.ts'),
    })
    expect(Object.keys(generates)).toEqual(['out/schema-types.ts', 'out/a.ts'])
    expect(generates['out/a.ts']).toMatchObject({
      config: { importSchemaTypesFrom: './out/schema-types' },
    })
  })
})
