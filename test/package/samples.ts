// Every TypeScript sample of the README and of docs/ type-checks and runs, from the installed tarball, against
// the sandbox.
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
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
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

/** @param consumer - the project that installed the tarball. */
export function describeSamples(consumer: () => Consumer): void {
  describe('the samples', () => {
    let sandbox: Sandbox

    beforeAll(async () => {
      sandbox = await createSandbox()
    })

    afterAll(() => sandbox.close())

    it.each(samples)(
      '$page sample $number type-checks and runs',
      async ({ page, number, code }) => {
        const file = `${page.replaceAll(/\W/g, '-')}-${number}.ts`
        await consumer().write(file, code)
        await consumer().run(process.execPath, [
          join(repository, 'node_modules', 'typescript', 'bin', 'tsc'),
          ...['--noEmit', '--strict', '--target', 'es2022', '--skipLibCheck'],
          ...['--module', 'nodenext', '--moduleResolution', 'nodenext'],
          ...['--typeRoots', join(repository, 'node_modules', '@types'), '--types', 'node', file],
        ])
        const output = await consumer().run(process.execPath, ['--import', tsx, file], {
          FIRSTAML_CLIENT_ID: sandbox.credentials.clientId,
          FIRSTAML_CLIENT_SECRET: sandbox.credentials.clientSecret,
          FIRSTAML_BASE_URL: sandbox.url,
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
