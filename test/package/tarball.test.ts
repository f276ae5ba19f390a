// The tarball is the product: packed, installed into an empty project, and used from there.
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands, doors, files } from './manifest.js'
import { createProject, type Project, prepared } from './project.js'
import { repository } from './run-in.js'

const readByPeople = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/THIRD-PARTY-LICENSES.md',
  'package.json',
]

let project: Project
const dist = () => join(project.package, 'dist')

beforeAll(async () => {
  project = await createProject()
}, 300_000)
afterAll(() => project.remove())

describe('the tarball', () => {
  it('holds its doors and commands, what they reach, and what people read, nothing else', async () => {
    const { files: packed } = await prepared('packed')
    const targets = [...doors.values()].flatMap((door) => [door.types, door.default])
    const entries = [...targets, ...commands.values(), ...files.values()]
    const wanted = await reach(
      entries.map((path) => normalize(path)),
      new Set(packed),
    )
    for (const path of readByPeople) wanted.add(path)
    for (const name of [
      'graphiql.css',
      'graphiql.html',
      'graphiql.js',
      'live.css',
      'live.html',
      'live.js',
    ]) {
      wanted.add(`dist/sandbox/pages/${name}`)
    }
    expect([...packed].sort()).toEqual([...wanted].sort())
  })

  it('gives publint nothing to say', async () => {
    const { messages } = await publint({ pkgDir: project.package, strict: true, pack: false })
    expect(messages).toEqual([])
  })

  it('brings at most six packages', async () => {
    const listed = await project.run('npm', ['ls', '--all', '--parseable'])
    const packages = listed.split('\n').filter((path) => path.includes('node_modules'))
    expect(packages.length).toBeGreaterThan(1)
    expect(packages.length).toBeLessThanOrEqual(6)
  })

  it('type-checks for a consumer under nodenext and under bundler resolution', async () => {
    await project.write(
      'app.ts',
      `import { createClient, isFirstAmlError, type FirstAmlClient } from 'firstaml-client'
import { MeDocument, type MeQuery } from 'firstaml-client/operations'

const client: FirstAmlClient = createClient({ clientId: 'a', clientSecret: 'b' })
export const me: Promise<MeQuery> = client.request(MeDocument)
// @ts-expect-error the query has no such field
export const wrong = me.then((data) => data.me.nothingOfTheKind)
export const code = (error: unknown) => (isFirstAmlError(error) ? error.code : undefined)
`,
    )
    for (const [module, moduleResolution] of [
      ['nodenext', 'nodenext'],
      ['esnext', 'bundler'],
    ] as const) {
      await project.run(process.execPath, [
        join(repository, 'node_modules', 'typescript', 'bin', 'tsc'),
        ...['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022'],
        ...['--lib', 'es2022,dom,dom.iterable', '--types', ''],
        ...['--module', module, '--moduleResolution', moduleResolution, 'app.ts'],
      ])
    }
  }, 60_000)

  it('runs its runtime doors, and the sandbox, where graphql-js is not even installed', async () => {
    const bare = await createProject({ without: ['graphql'] })
    expect(existsSync(join(bare.folder, 'node_modules', 'graphql'))).toBe(false)
    await bare.write(
      'app.mjs',
      `import { createClient } from 'firstaml-client'
import { MeDocument } from 'firstaml-client/operations'
import { clientFromEnv } from 'firstaml-client/node'
import { createSandbox } from 'firstaml-client/sandbox'

const sandbox = await createSandbox()
const client = createClient({ baseUrl: sandbox.url, ...sandbox.credentials })
const { me } = await client.request(MeDocument)
console.log(me.apiClientId.endsWith('@clients'), typeof clientFromEnv)
client.dispose()
await sandbox.close()
`,
    )
    expect(await bare.run(process.execPath, ['app.mjs'])).toBe('true function')
    await bare.remove()
  }, 30_000)
})

/** Every packed file that these lead to: modules, declarations, and themselves. */
async function reach(
  entries: readonly string[],
  packed: ReadonlySet<string>,
): Promise<Set<string>> {
  const reached = new Set<string>()
  const visit = async (path: string): Promise<void> => {
    if (reached.has(path)) return
    reached.add(path)
    const isTypes = path.endsWith('.d.ts')
    if (!path.endsWith('.js') && !isTypes) return
    const text = await readFile(join(project.package, path), 'utf8')
    for (const [, specifier = ''] of text.matchAll(
      /(?:from|import)\s*\(?\s*["'`](\.{1,2}\/[^"'`\s]+\.js)["'`]/g,
    )) {
      const target = join(dirname(path), specifier)
      const found = isTypes ? target.replace(/\.js$/, '.d.ts') : target
      // The command line writes code that imports; what it imports is not its own.
      if (packed.has(found)) await visit(found)
    }
  }
  for (const entry of entries) await visit(entry)
  return reached
}

describe('the build', () => {
  it.each([
    ['index', ['@urql/core', 'wonka']],
    ['redis/index', []],
    ['testing/index', ['@urql/core', 'wonka']],
  ])('reaches neither graphql-js nor Node nor the sandbox from %s', async (door, libraries) => {
    const reached = new Set<string>()
    const strangers = new Set<string>()
    const visit = async (file: string): Promise<void> => {
      if (reached.has(file)) return
      reached.add(file)
      const text = await readFile(file, 'utf8')
      for (const [, specifier = ''] of text.matchAll(/(?:from|import)\s*\(?["']([^"']+)["']/g)) {
        if (specifier.startsWith('.')) await visit(join(dirname(file), specifier))
        else strangers.add(specifier)
      }
    }
    await visit(join(dist(), `${door}.js`))
    expect([...strangers].sort()).toEqual(libraries)
    expect([...reached].filter((file) => file.includes('sandbox'))).toEqual([])
  })

  it('ships no declaration that leads to a file it does not ship, or to a bundled library', async () => {
    const names = await readdir(dist(), { recursive: true })
    for (const name of names.filter((entry) => entry.endsWith('.d.ts'))) {
      const text = await readFile(join(dist(), name), 'utf8')
      for (const [, path = ''] of text.matchAll(/from ['"](\.[^'"]+)\.js['"]/g)) {
        expect(existsSync(join(dist(), dirname(name), `${path}.d.ts`)), `${name}: ${path}`).toBe(
          true,
        )
      }
      expect(text).not.toMatch(/from ['"](graphql-yoga|jose|@whatwg-node)/)
    }
  })
})
