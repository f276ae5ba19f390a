// What the tests of the tarball share, made once a run while other tests go on: the packed tarball,
// an empty project that has installed it, and the example applications with it.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { installExamples, listExamples } from '../../scripts/examples.js'
import { repository, runIn } from './run-in.js'
import { installTools } from './tools.js'

const execute = promisify(execFile)

export interface Prepared {
  readonly packed: {
    /** Path of the tarball. */
    readonly tarball: string
    /** Paths inside it. */
    readonly files: readonly string[]
  }
  /** A project with the package and what that brings. Nobody changes it: tests take copies. */
  readonly consumer: { readonly folder: string }
  /** The examples as workspaces of one project; each is the business of one test file. */
  readonly examples: { readonly folder: string }
  /** Other Nodes, compilers and runtimes, by the names that `tools.ts` gives them. */
  readonly tools: { readonly folder: string }
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers with a part of `Prepared`, by its name, as soon as that is made. */
    readonly preparedUrl: string
  }
}

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const root = await mkdtemp(join(tmpdir(), 'firstaml-package-'))
  const packed = pack(root)
  const consumer = packed.then(({ tarball }) => installConsumer(join(root, 'consumer'), tarball))
  const makers: { readonly [Part in keyof Prepared]: () => Promise<Prepared[Part]> } = {
    packed: () => packed,
    consumer: () => consumer,
    examples: async () => installAllExamples(join(root, 'examples'), (await packed).tarball),
    tools: () => installTools(),
  }
  // What takes long and few want is made when the first one asks.
  const parts = new Map<string, Promise<unknown>>()
  const server = createServer((request, response) => {
    const name = request.url?.slice(1) ?? ''
    const maker = Object.entries(makers).find(([part]) => part === name)?.[1]
    const part = parts.get(name) ?? maker?.() ?? Promise.reject(new Error(`no part ${name}`))
    parts.set(name, part)
    part.then(
      (value) => response.end(JSON.stringify(value)),
      (error) => response.writeHead(500).end(String(error)),
    )
  })
  // A connection that is closed just when it is used again would fail a test file.
  server.keepAliveTimeout = 0
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  provide('preparedUrl', `http://127.0.0.1:${address.port}`)
  return async () => {
    server.close()
    server.closeAllConnections()
    await Promise.allSettled([consumer, ...parts.values()])
    await rm(root, { recursive: true, force: true })
  }
}

/** Builds and packs. */
async function pack(folder: string): Promise<Prepared['packed']> {
  const { stdout } = await execute('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: repository,
  })
  // The build prints before the JSON does.
  const [packed] = JSON.parse(stdout.slice(stdout.search(/^\[/m))) as [
    { filename: string; files: ReadonlyArray<{ path: string }> },
  ]
  return {
    tarball: join(folder, packed.filename),
    files: packed.files.map(({ path }) => path),
  }
}

async function installConsumer(folder: string, tarball: string): Promise<Prepared['consumer']> {
  await mkdir(folder)
  const manifest = { name: 'consumer', private: true, type: 'module' }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  await runIn(folder, 'npm', [...install, tarball])
  return { folder }
}

const install = ['install', '--prefer-offline', '--no-audit', '--no-fund']

async function installAllExamples(folder: string, tarball: string): Promise<Prepared['examples']> {
  await installExamples(folder, tarball, await listExamples())
  return { folder }
}
