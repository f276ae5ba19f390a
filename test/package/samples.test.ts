// Every TypeScript sample of the README and of docs/ type-checks and runs, from the installed
// tarball, against the sandbox.
import { readdirSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.js'
import { createProject, loadSandbox, type Project } from './project.js'
import { repository } from './run-in.js'

const pages = [
  'README.md',
  ...readdirSync(join(repository, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

const samples = pages.flatMap((page) =>
  [...readFileSync(join(repository, page), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(
    ([, code = ''], index) => ({
      page,
      number: index + 1,
      code,
      name: `${page.replaceAll(/\W/g, '-')}-${index + 1}`,
    }),
  ),
)
const needsRedis = ({ code }: { readonly code: string }) => code.includes('REDIS_URL')

/** What samples bring along beside the package; a reader installs it. */
const libraries = [
  ...['ioredis', 'keyv', 'redis', 'unstorage'],
  ...['react', 'react-dom', 'urql', '@types/react', '@types/react-dom'],
]

describe('the samples', { timeout: 60_000 }, () => {
  let project: Project
  let server: RedisServer | undefined
  let createSandbox: Awaited<ReturnType<typeof loadSandbox>>['createSandbox']
  let complaints: readonly string[]

  beforeAll(async () => {
    if (samples.some(needsRedis) && hasRedis()) {
      // A database for each of them.
      server = await startRedis(['--databases', String(samples.length)])
    }
    ;[project, { createSandbox }] = await Promise.all([createProject({ libraries }), loadSandbox()])
    complaints = await compile(project)
  }, 300_000)

  afterAll(async () => {
    await server?.remove()
    await project.remove()
  })

  it('give the compiler nothing to say beside what each of them is told below', () => {
    expect(samples.length).toBeGreaterThan(0)
    const ours = samples.map(({ name }) => `${name}.ts`)
    expect(complaints.filter((line) => !ours.some((file) => line.startsWith(`${file}(`)))).toEqual(
      [],
    )
  })

  for (const [index, { page, number, code, name }] of samples.entries()) {
    it.concurrent(`${page} sample ${number} type-checks and runs`, async () => {
      expect(complaints.filter((line) => line.startsWith(`${name}.ts(`))).toEqual([])
      if (needsRedis({ code }) && !server) return
      const home = join(project.folder, `${name}-home`)
      await mkdir(home)
      const sandbox = await createSandbox()
      try {
        const output = await project.run(process.execPath, [`${name}.js`], {
          FIRSTAML_CLIENT_ID: sandbox.credentials.clientId,
          FIRSTAML_CLIENT_SECRET: sandbox.credentials.clientSecret,
          FIRSTAML_BASE_URL: sandbox.url,
          HOME: home,
          XDG_CACHE_HOME: home,
          ...(server && { REDIS_URL: `${server.url}/${index}` }),
        })
        // A sample says in a comment what it prints.
        for (const [, expected = ''] of code.matchAll(/console\.log\(.*\) \/\/ (.+)/g)) {
          expect(output.split('\n')).toContain(expected)
        }
      } finally {
        await sandbox.close()
      }
    })
  }
})

/** All samples in one program: to JavaScript beside them, and what the compiler says of it. */
async function compile({ write, run }: Project): Promise<readonly string[]> {
  for (const { name, code } of samples) await write(`${name}.ts`, code)
  const compilerOptions = {
    strict: true,
    target: 'es2022',
    module: 'nodenext',
    // Each has names of its own, whether or not it imports something.
    moduleDetection: 'force',
    skipLibCheck: true,
    typeRoots: [join(repository, 'node_modules', '@types')],
    types: ['node'],
  }
  const files = samples.map(({ name }) => `${name}.ts`)
  await write('tsconfig.json', JSON.stringify({ compilerOptions, files }))
  const tsc = join(repository, 'node_modules', 'typescript', 'bin', 'tsc')
  const told = await run(process.execPath, [tsc, '--pretty', 'false']).catch(String)
  return told.split('\n').filter((line) => line.includes('error TS') || line.includes('.ts('))
}
