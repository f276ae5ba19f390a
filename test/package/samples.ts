// Every TypeScript sample of the README and of docs/ type-checks and runs, from the installed tarball, against
// the sandbox.
import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.js'
import { type Consumer, repository } from './consumer.js'

const pages = [
  'README.md',
  ...readdirSync(join(repository, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

const samples = pages.flatMap((page) =>
  [...readFileSync(join(repository, page), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(
    ([, code = ''], index) => ({ page, number: index + 1, code }),
  ),
)
const needsRedis = ({ code }: { readonly code: string }) => code.includes('REDIS_URL')
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

/** What samples bring along beside the package; a reader installs it. */
const libraries = ['ioredis', 'keyv', 'react', 'react-dom', 'redis', 'unstorage', 'urql']

/** @param consumer - the project that installed the tarball. */
export function describeSamples(consumer: () => Consumer): void {
  describe('the samples', () => {
    let sandbox: Sandbox
    let server: RedisServer | undefined
    let admin: Redis | undefined
    const placeOf = (library: string) => join(consumer().folder, 'node_modules', library)

    beforeAll(async () => {
      sandbox = await createSandbox()
      for (const library of libraries) {
        await symlink(join(repository, 'node_modules', library), placeOf(library))
      }
      if (!samples.some(needsRedis) || !hasRedis()) return
      server = await startRedis()
      admin = new Redis(server.url)
    })

    afterAll(async () => {
      await sandbox.close()
      admin?.disconnect()
      await server?.remove()
      // The rest is tested on what a consumer has without them.
      for (const library of libraries) await rm(placeOf(library))
    })

    it.each(samples)(
      '$page sample $number type-checks and runs',
      async ({ page, number, code }) => {
        const home = join(consumer().folder, `${page.replaceAll(/\W/g, '-')}-${number}-home`)
        await mkdir(home)
        await admin?.flushall()
        const file = `${page.replaceAll(/\W/g, '-')}-${number}.ts`
        await consumer().write(file, code)
        await consumer().run(process.execPath, [
          join(repository, 'node_modules', 'typescript', 'bin', 'tsc'),
          ...['--noEmit', '--strict', '--target', 'es2022', '--skipLibCheck'],
          ...['--module', 'nodenext', '--moduleResolution', 'nodenext'],
          ...['--typeRoots', join(repository, 'node_modules', '@types'), '--types', 'node', file],
        ])
        if (needsRedis({ code }) && !server) return
        const output = await consumer().run(process.execPath, ['--import', tsx, file], {
          FIRSTAML_CLIENT_ID: sandbox.credentials.clientId,
          FIRSTAML_CLIENT_SECRET: sandbox.credentials.clientSecret,
          FIRSTAML_BASE_URL: sandbox.url,
          HOME: home,
          XDG_CACHE_HOME: home,
          ...(server && { REDIS_URL: server.url }),
        })
        // A sample says in a comment what it prints.
        for (const [, expected = ''] of code.matchAll(/console\.log\(.*\) \/\/ (.+)/g)) {
          expect(output.split('\n')).toContain(expected)
        }
      },
      30_000,
    )
  })
}
