// A schema is text from outside that becomes code. Wherever it may hold free text, this one tries to
// end the comment or the string it will stand in, and to call a function.
import { createContext, runInContext } from 'node:vm'
import { transform } from 'esbuild'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { firstAmlCodegen } from '../../src/codegen/firstaml-codegen.js'
import { generate } from '../../src/codegen/generate.js'
import { createProject, type Project } from './support.js'

const attack = `*/ attack() /* \`\${attack()}\` '; attack() //`
const text = JSON.stringify(attack)
const schema = `
directive @authorize(policy: String!) repeatable on FIELD_DEFINITION | OBJECT
directive @note(text: String = ${text}) on FIELD_DEFINITION | ENUM_VALUE
${text}
type Query {
  ${text}
  me(${text} kind: Kind = A, ${text} input: Filter, text: String = ${text}): Me
    @authorize(policy: "ReadOnly")
    @note(text: ${text})
    @deprecated(reason: ${text})
}
${text}
type Me { ${text} name: String, odd: Odd }
${text}
enum Kind { ${text} A @note(text: ${text}) B @deprecated(reason: ${text}) }
${text}
input Filter { ${text} kind: Kind = B, ${text} words: String = ${text} }
${text}
scalar Odd @specifiedBy(url: ${text})
`

let project: Project
beforeEach(async () => {
  project = await createProject()
})
afterEach(() => project.remove())

/** Runs what the files would run when they are imported; gives how often the attack was called. */
async function attacksOf(files: readonly string[]): Promise<number> {
  let calls = 0
  for (const file of files) {
    const source = await project.readFile(file)
    expect(source, file).toBeTypeOf('string')
    const { code } = await transform(source ?? '', { loader: 'ts', format: 'cjs' })
    const attacked = () => {
      calls++
    }
    runInContext(code, createContext({ attack: attacked, module: { exports: {} }, exports: {} }))
  }
  return calls
}

async function generateFrom(policyOfMe: string): Promise<readonly string[]> {
  await project.write('own/schema.graphql', schema.replace('"ReadOnly"', policyOfMe))
  await project.write(
    'own/documents/all.graphql',
    `query Me($kind: Kind, $input: Filter) { me(kind: $kind, input: $input) { name odd } }`,
  )
  const { write } = await generate(
    firstAmlCodegen({
      schema: 'own/schema.graphql',
      documents: 'own/documents/*.graphql',
      output: 'own/out/operations.ts',
      schemaTypes: 'own/out/schema-types.ts',
      gqlTada: 'own/out/tada.ts',
      requiredScopes: 'own/out/scopes.ts',
      scalars: { Odd: 'string' },
    }),
    project.directory,
  )
  await write()
  return ['operations', 'schema-types', 'tada', 'scopes'].map((name) => `own/out/${name}.ts`)
}

it('writes no code into generated files, whatever the schema says', {
  timeout: 30_000,
}, async () => {
  const files = await generateFrom('"ReadOnly"')
  expect(await attacksOf(files)).toBe(0)
})

it('refuses a policy that is not known before it is written anywhere', async () => {
  await expect(generateFrom(text)).rejects.toMatchObject({ code: 'generate' })
  expect(await project.readFile('own/out/scopes.ts')).toBeUndefined()
}, 30_000)

it('would notice code that got into a file', async () => {
  await project.write('own/out/bad.ts', `/** ${attack} */\nexport const a = 1`)
  expect(await attacksOf(['own/out/bad.ts'])).toBeGreaterThan(0)
})
