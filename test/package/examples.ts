// The example applications, installed from the packed tarball: each generates, type-checks, runs
// against the sandbox, and learns by checkSchema what a change of the schema does to it.
import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { type FieldDefinitionNode, type NameNode, parse, print, visit } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { type Consumer, repository, runIn } from './consumer.js'

interface Example {
  readonly name: string
  readonly documents: string
  readonly generates: boolean
  /** A field that it uses, and what the check says when it is gone. */
  readonly used: readonly [field: string, message: RegExp]
}

const examples: readonly Example[] = [
  {
    name: 'node-service',
    documents: 'src/**/*.graphql',
    generates: true,
    used: [
      'ApiClientMetadata.friendlyApiClientName',
      /breaks src\/client-status\.graphql:4:5 ClientStatus ApiClientMetadata\.friendlyApiClientName\n/,
    ],
  },
  {
    name: 'react-urql',
    documents: 'src/**/*.tsx',
    generates: true,
    used: ['Organization.name', /breaks src\/organizations\.tsx:11:9 Organizations \w+\.name\n/],
  },
  {
    name: 'gql-tada',
    documents: 'src/**/*.ts',
    generates: false,
    used: [
      'PageOfCasesMatchingSearch.hasNextPage',
      /breaks src\/main\.ts:12:9 FindCases PageOfCasesMatchingSearch\.hasNextPage\n/,
    ],
  },
]
/** A field that none of them uses. */
const unused = 'ApiClientMetadata.apiClientId'

/** @param consumer - the project that installed the tarball, which also brought the tarball. */
export function describeExamples(consumer: () => Consumer): void {
  describe('the examples', { timeout: 120_000 }, () => {
    let folder: string
    let sandbox: Sandbox
    /** Runs what the example installed. */
    const run = (name: string, program: string, ...args: string[]) => {
      const bins = [name, '.'].map((place) => join(folder, place, 'node_modules', '.bin'))
      const PATH = [...bins, process.env.PATH].join(delimiter)
      return runIn(join(folder, name), program, args, { ...environment(), PATH })
    }
    const environment = () => ({
      FIRSTAML_CLIENT_ID: sandbox.credentials.clientId,
      FIRSTAML_CLIENT_SECRET: sandbox.credentials.clientSecret,
      FIRSTAML_BASE_URL: sandbox.url,
    })

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'firstaml-examples-'))
      await install(folder, consumer().tarball)
      sandbox = await createSandbox()
    }, 300_000)

    afterAll(async () => {
      await sandbox.close()
      await rm(folder, { recursive: true, force: true })
    })

    for (const { name, documents, generates, used } of examples) {
      describe(name, () => {
        it('generates and type-checks', async () => {
          if (generates) {
            expect(await run(name, 'graphql-codegen')).toContain(
              'Wrote src/generated/operations.ts.',
            )
          }
          await run(name, 'tsc')
        })

        it('learns whether a change breaks its documents, and where', async () => {
          const [field, message] = used
          const [broken, fine] = await check(join(folder, name), documents, [field, unused])
          expect(broken?.text).toMatch(message)
          expect(broken?.exitCode).toBe(1)
          expect(fine?.text).toContain('1 breaking')
          expect(fine?.text).toMatch(/None of \d documents? breaks\.$/)
          expect(fine?.exitCode).toBe(0)
        })
      })
    }

    it('node-service answers, and ends when it is told to', async () => {
      const child = start(join(folder, 'node-service'))
      const [line] = await lines(child)
      const url = line?.replace('listening on ', '') ?? ''
      const health = await fetch(url).then((response) => response.json())
      expect(health).toMatchObject({ scopes: ['read-only', 'case-management', 'api-management'] })
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      expect(await ended).toBe(0)
    })

    it('react-urql renders what the API answers', async () => {
      const [page] = await lines(start(join(folder, 'react-urql')))
      expect(page).toContain('<li>Harbour Example Law</li>')
    })

    it('gql-tada finds cases', async () => {
      const [line] = await lines(start(join(folder, 'gql-tada')))
      expect(line).toMatch(/^\d+ cases/)
    })

    it('a configuration in CommonJS gives the same', async () => {
      await writeFile(
        join(folder, 'node-service', 'codegen.cjs'),
        `const { firstAmlCodegen } = require('firstaml-client/codegen')
module.exports = firstAmlCodegen({
  documents: 'src/**/*.graphql',
  output: 'src/generated/operations.ts',
  requiredScopes: true,
})
`,
      )
      const output = await run(
        'node-service',
        'graphql-codegen',
        '--config',
        'codegen.cjs',
        '--check',
      )
      expect(output).toBe('')
    })

    it('watching generates anew for a new document', async () => {
      const directory = join(folder, 'node-service')
      const bin = join(folder, 'node_modules', '@graphql-codegen', 'cli', 'esm', 'bin.js')
      const child = spawn(process.execPath, [bin, '--watch'], { cwd: directory })
      const path = join(directory, 'src', 'new.graphql')
      const wrote = waitForLine(child, /Wrote src\/generated\/required-scopes\.ts/)
      // It says that it watches before it does, so the change is made until it is seen.
      let changes = 0
      const changing = setInterval(() => {
        void writeFile(path, `# ${changes++}\nquery Brandnew { me { apiClientId } }`)
      }, 500)
      try {
        await wrote
      } finally {
        clearInterval(changing)
        child.kill('SIGKILL')
      }
      const scopes = await readFile(join(directory, 'src/generated/required-scopes.ts'), 'utf8')
      expect(scopes).toContain("Brandnew: 'read-only'")
      await rm(path)
    })

    function start(directory: string): ChildProcess {
      return spawn(process.execPath, ['dist/main.js'], {
        cwd: directory,
        env: { ...process.env, ...environment() },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
    }
  })
}

/** Installs all three at once, as workspaces of one project, so that they share their packages. */
async function install(folder: string, tarball: string): Promise<void> {
  const names = examples.map(({ name }) => name)
  for (const name of names) {
    const from = join(repository, 'examples', name)
    await mkdir(join(folder, name))
    for (const entry of await readdir(from)) {
      if (entry === 'node_modules' || entry === 'dist') continue
      await cp(join(from, entry), join(folder, name, entry), { recursive: true })
    }
    await rm(join(folder, name, 'src', 'generated'), { recursive: true, force: true })
    const path = join(folder, name, 'package.json')
    const manifest = JSON.parse(await readFile(path, 'utf8'))
    manifest.dependencies['firstaml-client'] = `file:${tarball}`
    await writeFile(path, JSON.stringify(manifest))
  }
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'examples', private: true, workspaces: names }),
  )
  await runIn(folder, 'npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'])
}

interface Checked {
  readonly exitCode: number
  readonly text: string
}

/** Checks against sandboxes whose schema lacks one field each, with the installed package. */
async function check(
  directory: string,
  documents: string,
  fields: readonly string[],
): Promise<readonly Checked[]> {
  const schema = await readFile(join(repository, 'graphql', 'schema.graphql'), 'utf8')
  const sandboxes = await Promise.all(
    fields.map((field) => createSandbox({ schema: withoutField(schema, field) })),
  )
  try {
    await writeFile(
      join(directory, 'check.mjs'),
      `import { checkSchema, formatSchemaReport } from 'firstaml-client/codegen'
const [documents, ...sandboxes] = process.argv.slice(2)
const reports = []
for (const live of sandboxes) {
  reports.push(await checkSchema({ live: JSON.parse(live), documents }))
}
process.stdout.write(JSON.stringify(reports.map((report) => ({
  exitCode: report.exitCode,
  text: formatSchemaReport(report, 'human'),
}))))
`,
    )
    const live = sandboxes.map(({ url, credentials }) =>
      JSON.stringify({ baseUrl: url, ...credentials }),
    )
    return JSON.parse(await runIn(directory, process.execPath, ['check.mjs', documents, ...live]))
  } finally {
    await Promise.all(sandboxes.map((sandbox) => sandbox.close()))
  }
}

function withoutField(schema: string, field: string): string {
  const [type, name] = field.split('.')
  const drop = (node: {
    readonly name: NameNode
    readonly fields?: readonly FieldDefinitionNode[]
  }) =>
    node.name.value === type
      ? { ...node, fields: node.fields?.filter((one) => one.name.value !== name) }
      : undefined
  const changed = print(visit(parse(schema), { ObjectTypeDefinition: { leave: drop } }))
  expect(changed.length).toBeLessThan(print(parse(schema)).length)
  return changed
}

/** What a program prints until it ends or, where it goes on, its first line. */
async function lines(child: ChildProcess): Promise<readonly string[]> {
  if (!child.stdout) return []
  for await (const line of createInterface({ input: child.stdout })) return [line]
  return []
}

function waitForLine(child: ChildProcess, wanted: RegExp): Promise<void> {
  return new Promise((found, failed) => {
    let text = ''
    const look = (chunk: Buffer) => {
      text += chunk.toString()
      if (wanted.test(text)) found()
    }
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    child.once('exit', () => failed(new Error(`The program ended without ${wanted}: ${text}`)))
  })
}
