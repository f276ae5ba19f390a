import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { firstAmlCodegen } from '../../src/codegen/firstaml-codegen.js'
import { generate } from '../../src/codegen/generate.js'
import { createProject, type Project } from './support.js'

const directive = 'directive @authorize(policy: String!) repeatable on FIELD_DEFINITION | OBJECT'

let project: Project

beforeEach(async () => {
  project = await createProject()
})
afterEach(() => project.remove())

/** Generates from a schema and documents of its own, and gives the map as text. */
async function generateScopes(schema: string, documents: string): Promise<string> {
  await project.write('small/schema.graphql', schema)
  await project.write('small/documents/all.graphql', documents)
  const { write } = await generate(
    firstAmlCodegen({
      schema: 'small/schema.graphql',
      documents: 'small/documents/*.graphql',
      output: 'small/generated/operations.ts',
      requiredScopes: true,
    }),
    project.directory,
  )
  await write()
  return readFile(join(project.directory, 'small/generated/required-scopes.ts'), 'utf8')
}

describe('the map of scopes', { timeout: 30_000 }, () => {
  it('reads the directive of each root field, wherever the field is selected and defined', async () => {
    const text = await generateScopes(
      `${directive}
      schema { query: Reads mutation: Writes }
      type Reads { me: Int @authorize(policy: "ReadOnly") }
      extend type Reads { cases: Int @authorize(policy: "ReadOnly") }
      type Writes {
        submit: Int @authorize(policy: "CaseManagement")
        subscribe: Int @authorize(policy: "ApiManagement")
      }`,
      `query B { ...Root } fragment Root on Reads { ... on Reads { me } cases }
      query Step10 { me } query Step2 { alias: me }
      mutation A { submit }
      mutation C { submit: subscribe }`,
    )
    expect(text).toContain(
      "export const requiredScopes = {\n  A: 'case-management',\n  B: 'read-only',\n  C: 'api-management',\n  Step2: 'read-only',\n  Step10: 'read-only',\n} as const;",
    )
  })

  it('leaves out an operation whose field names no policy', async () => {
    const text = await generateScopes(
      `${directive} type Query { me: Int @authorize(policy: "ReadOnly") open: Int }`,
      'query Me { me } query Open { open __typename }',
    )
    expect(text).toContain("{\n  Me: 'read-only',\n} as const")
  })

  it('refuses a policy whose scope is not known', async () => {
    const schema = `${directive} type Query { me: Int @authorize(policy: "Wizardry") }`
    await expect(generateScopes(schema, 'query Me { me }')).rejects.toMatchObject({
      code: 'generate',
      message: expect.stringMatching(/^Nothing could be generated: Me needs the policy Wizardry, /),
    })
  })

  it('refuses an operation that needs two scopes', async () => {
    const schema = `${directive} type Query {
      me: Int @authorize(policy: "ReadOnly")
      hooks: Int @authorize(policy: "ApiManagement")
    }`
    await expect(generateScopes(schema, 'query Me { me hooks }')).rejects.toThrow(
      'Me needs more than one scope (policies ReadOnly, ApiManagement). Make an operation of each.',
    )
  })
})
