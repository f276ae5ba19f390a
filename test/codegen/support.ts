// A project in a temporary directory and the command run in it, with everything it prints.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { firstAmlCodegen } from '../../src/codegen/firstaml-codegen.js'
import { type CodegenCommand, runCodegen } from '../../src/codegen/run-codegen.js'
import { createSandbox } from '../../src/sandbox/index.js'

export const repository = fileURLToPath(new URL('../../', import.meta.url))

/** A schema that is small, valid, and in normal form. */
export const smallSchema = `directive @authorize(policy: String!) repeatable on FIELD_DEFINITION | OBJECT

"""Who asks."""
type Me {
  apiClientId: String!
  scopes: [String!]!
}

type Query {
  """The client itself."""
  me: Me! @authorize(policy: "ReadOnly")
}
`

export interface Project {
  readonly directory: string
  readonly snapshot: string
  readonly readSnapshot: () => Promise<string>
  /** Every file of the project with its content, by path. */
  readonly readAll: () => Promise<Record<string, string>>
  readonly readFile: (path: string) => Promise<string | undefined>
  readonly write: (path: string, text: string) => Promise<void>
  readonly remove: () => Promise<void>
}

/** A project with the schema, the operations and the fragments of this repository. */
export async function createProject(): Promise<Project> {
  const project = await createEmptyProject()
  await cp(join(repository, 'graphql'), join(project.directory, 'graphql'), { recursive: true })
  return project
}

/**
 * A project with the small schema and one operation, for tests to which it does not matter what is
 * generated: the schema of this repository takes many times as long.
 */
export async function createSmallProject(): Promise<Project> {
  const project = await createEmptyProject()
  await project.write('graphql/schema.graphql', smallSchema)
  await project.write('graphql/operations/Me.graphql', 'query Me { me { apiClientId } }\n')
  return project
}

async function createEmptyProject(): Promise<Project> {
  const directory = await mkdtemp(join(tmpdir(), 'firstaml-codegen-'))
  // Codegen looks for its plugins from where it runs.
  await symlink(join(repository, 'node_modules'), join(directory, 'node_modules'))
  const path = join(directory, 'graphql/schema.graphql')
  return {
    directory,
    snapshot: path,
    readSnapshot: () => readFile(path, 'utf8'),
    readAll: async () => {
      const files: Record<string, string> = {}
      for (const folder of ['graphql', 'src']) {
        const names = await readdir(join(directory, folder), { recursive: true }).catch(() => [])
        for (const name of names) {
          const text = await readFile(join(directory, folder, name), 'utf8').catch(() => undefined)
          if (text !== undefined) files[join(folder, name)] = text
        }
      }
      return files
    },
    readFile: (name) => readFile(join(directory, name), 'utf8').catch(() => undefined),
    write: async (name, text) => {
      const target = join(directory, name)
      await mkdir(join(target, '..'), { recursive: true })
      await writeFile(target, text)
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

export interface RunResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export async function run(
  project: Project,
  options: Partial<Pick<CodegenCommand, 'argv' | 'env'>> & { readonly tty?: boolean } = {},
): Promise<RunResult> {
  let stdout = ''
  let stderr = ''
  const exitCode = await runCodegen({
    argv: options.argv ?? [],
    env: options.env ?? {},
    io: {
      stdout: { write: (text) => (stdout += text), isTTY: options.tty, columns: 60 },
      stderr: { write: (text) => (stderr += text), isTTY: options.tty },
    },
    cwd: project.directory,
    snapshot: 'graphql/schema.graphql',
    config: firstAmlCodegen({
      schema: 'graphql/schema.graphql',
      documents: 'graphql/{operations,fragments}/**/*.graphql',
      output: 'src/generated/operations.ts',
      requiredScopes: true,
      scalarsFrom: '../results/scalars.js',
    }),
    author: 'written by hand',
    startSandbox: (schema) => createSandbox({ schema }),
  })
  return { exitCode, stdout, stderr }
}
