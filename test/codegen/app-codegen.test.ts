// firstAmlCodegen in an application's own configuration, run by graphql-codegen's own command.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type CodegenConfig, generate } from '@graphql-codegen/cli'
import { rolldown } from 'rolldown'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type FirstAmlCodegenOptions, firstAmlCodegen } from '../../src/codegen/index.js'
import { createProject, type Project, repository } from './support.js'

const execute = promisify(execFile)
const command = join(repository, 'node_modules/@graphql-codegen/cli/esm/bin.js')

let project: Project
/** The door as one file, as applications have it: the command need not compile our sources. */
let door: string

beforeAll(async () => {
  const build = await rolldown({
    input: join(repository, 'src/codegen/index.ts'),
    platform: 'node',
    external: /^[^./]/,
  })
  const { output } = await build.generate({ format: 'esm', codeSplitting: false })
  await build.close()
  door = output[0].code
}, 60_000)

beforeEach(async () => {
  project = await createProject()
  await project.write('dist/codegen/index.mjs', door)
  await project.write('src/mine.graphql', 'query Mine { me { scopes } }')
})
afterEach(() => project.remove())

interface Run {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

async function runCommand(options: object, args: readonly string[] = []): Promise<Run> {
  const given = { documents: 'src/**/*.{graphql,ts}', output: 'out/operations.ts', ...options }
  await project.write(
    'codegen.ts',
    `import { firstAmlCodegen } from './dist/codegen/index.mjs'
export default firstAmlCodegen(${JSON.stringify(given)})
`,
  )
  const run = execute(process.execPath, [command, ...args], { cwd: project.directory })
  return run.then(
    ({ stdout, stderr }) => ({ exitCode: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ exitCode: code, stdout, stderr }),
  )
}

/** The same in this process, which is faster: what the command does with a configuration. */
async function runHere(
  options: object,
  changes: Pick<CodegenConfig, 'generates'> | undefined = undefined,
): Promise<Run> {
  const shown = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      shown[stream] += text
      return true
    })
  }
  vi.spyOn(console, 'error').mockImplementation((text) => {
    shown.stderr += `${text}\n`
  })
  const before = process.cwd()
  process.chdir(project.directory)
  const config = {
    ...firstAmlCodegen({
      documents: 'src/**/*.{graphql,ts}',
      output: 'out/operations.ts',
      ...options,
    }),
    ...changes,
  }
  try {
    await generate(config)
    return { exitCode: 0, ...shown }
  } catch (error) {
    const { onError } = config.hooks ?? {}
    if (typeof onError === 'function') await onError(String(error))
    return { exitCode: 1, ...shown }
  } finally {
    process.chdir(before)
    vi.restoreAllMocks()
  }
}

const readOut = async (name: string) => (await project.readFile(`out/${name}`)) ?? ''

describe('an application', { timeout: 60_000 }, () => {
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
    const first = await runCommand({ requiredScopes: true })
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
    expect(await runCommand({ requiredScopes: true }, ['--check'])).toMatchObject({ exitCode: 0 })
    await project.write('src/more.graphql', 'query More { me { apiClientId } }')
    const stale = await runCommand({ requiredScopes: true }, ['--check'])
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
    const refused = await runHere(options)
    expect(refused.stderr).toContain('Name it in the option scopes of firstAmlCodegen.')
    const run = await runHere({ ...options, scopes: { Moods: 'moods' } })
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await readOut('schema-types.ts')).toMatch(/^export type Mood =\n/m)
    expect(await readOut('operations.ts')).toContain("from './schema-types.js'")
    expect(await readOut('required-scopes.ts')).toContain("Mine: 'moods'")
    expect(await readOut('tada.ts')).toContain("Mood: { name: 'Mood'; enumValues: 'BAD' | 'GOOD' }")
  })
})

describe('what cannot work is told in one line', { timeout: 60_000 }, () => {
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
      'a directory as output',
      { 'out/operations.ts/a.txt': '' },
      {},
      /^out\/operations\.ts is a directory\. Name a file in it in the option output\./,
    ],
  ])('%s', async (_what, files, options, message) => {
    for (const [name, text] of Object.entries(files)) await project.write(name, text)
    const { exitCode, stdout, stderr } = await runHere(options)
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
    const { exitCode, stdout, stderr } = await runCommand(options)
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n {4}at /)
  })

  it('a plugin that is not installed', async () => {
    const generates = { 'out/operations.ts': { plugins: ['typescript-nonsense'] } }
    const { exitCode, stderr } = await runHere({}, { generates })
    expect(exitCode).toBe(1)
    expect(stderr).toBe(
      'The package @graphql-codegen/typescript-nonsense is not installed. Run npm install --save-dev @graphql-codegen/typescript-nonsense.\n',
    )
  })
})

describe('an option that cannot work is a TypeError', () => {
  const good: FirstAmlCodegenOptions = { documents: 'src/*.graphql', output: 'out/a.ts' }
  it.each<[object, string]>([
    [{ documents: [] }, 'documents must be one or more globs, such as src/**/*.graphql.'],
    [{ documents: '' }, 'documents must be one or more globs, such as src/**/*.graphql.'],
    [
      { output: 'out' },
      'output must be the path of a TypeScript file, such as src/generated/output.ts.',
    ],
    [{ schema: '' }, 'schema must be the path of a schema file, such as graphql/schema.graphql.'],
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
})
