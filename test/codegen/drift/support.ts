// A small application in a temporary directory, checked against a schema that differs.
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CheckSchemaOptions, checkSchema } from '../../../src/codegen/drift/check-schema.js'
import type { SchemaReport } from '../../../src/codegen/drift/schema-report.js'
import { repository } from '../support.js'

/** One of everything that a document can use. */
export const schema = `directive @authorize(policy: String!) repeatable on FIELD_DEFINITION | OBJECT
directive @trace(level: Int) on FIELD
enum Status { OPEN CLOSED }
enum Unused { A B }
input Where { name: String status: Status inner: Inner }
input Inner { depth: Int }
input Alone { x: Int }
interface Named { name: String }
type Person implements Named { name: String age: Int }
type Company implements Named { name: String number: String status: Status }
union Party = Person | Company
type Query {
  party(id: ID!, where: Where, limit: Int = 10): Party @authorize(policy: "ReadOnly")
  named(where: Where): Named @authorize(policy: "ReadOnly")
  alone(x: Alone, status: Status): Int @authorize(policy: "ReadOnly")
}
type Mutation { rename(id: ID!, name: String): Boolean @authorize(policy: "CaseManagement") }
`

/** Line 1 of a.graphql, and a template in b.ts that begins in line 3. */
const documents = {
  'a.graphql': `query Find($where: Where) { party(id: "1", where: $where) { __typename ...One } }
fragment One on Person { age @trace(level: 1) }
query Literal { alone(x: { x: 1 }, status: CLOSED) }
query Other { named { name ... on Company { number status } } }
`,
  'b.ts': `import { gql } from '@urql/core'

export const rename = gql\`
  mutation Rename {
    rename(id: "1")
  }
\`
`,
}

export interface App {
  readonly check: (
    live: string | ((schema: string) => string),
    options?: Partial<CheckSchemaOptions>,
  ) => Promise<SchemaReport>
  readonly write: (name: string, text: string) => Promise<void>
  readonly directory: string
  readonly remove: () => Promise<void>
}

export async function createApp(): Promise<App> {
  const directory = await mkdtemp(join(tmpdir(), 'firstaml-drift-'))
  const write = (name: string, text: string) => writeFile(join(directory, name), text)
  await symlink(join(repository, 'node_modules'), join(directory, 'node_modules'))
  await write('schema.graphql', schema)
  for (const [name, text] of Object.entries(documents)) await write(name, text)
  return {
    directory,
    write,
    check: async (live, options = {}) => {
      await write('live.graphql', typeof live === 'string' ? live : live(schema))
      return checkSchema({
        live: { file: 'live.graphql' },
        snapshot: 'schema.graphql',
        documents: '*.{graphql,ts}',
        cwd: directory,
        ...options,
      })
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

/** `effect file:line operation field` of every hit, of one change. */
export function hitsOf({ changes }: SchemaReport, type: string): string[] {
  return changes
    .filter((change) => change.type === type)
    .flatMap(({ hits }) => hits)
    .map(
      ({ effect, file, line, operation, field }) =>
        `${effect} ${file}:${line} ${operation} ${field}`,
    )
}
