// What the package costs who installs it, beside urql alone in the same run: ratios, because
// absolute times are the machine's.
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from './project.js'
import { repository } from './run-in.js'

let project: Project

beforeAll(async () => {
  project = await createProject()
}, 300_000)
afterAll(() => project.remove())

/** Says of each module that is loaded where it is; it runs on a thread of its own. */
const watch = `import { writeSync } from 'node:fs'
export async function load(url, context, next) {
  if (url.startsWith('file:')) writeSync(1, url + '\\n')
  return next(url, context)
}`

describe('a cold import of the main entry', { timeout: 300_000 }, () => {
  it('loads four files of ours, of at most 117 kB, and the four of urql core', async () => {
    const script = `import { register } from 'node:module'
register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(watch)}))
await import('firstaml-client')`
    const told = await project.run(process.execPath, ['--input-type=module', '-e', script])
    const files = told.split('\n').map((url) => fileURLToPath(url))
    const isOurs = (file: string) => file.includes(join('node_modules', 'firstaml-client'))
    const theirs = files.filter((file) => !isOurs(file)).map((file) => basename(file))
    expect(theirs.sort()).toEqual([
      'graphql.web.mjs',
      'urql-core-chunk.mjs',
      'urql-core.mjs',
      'wonka.mjs',
    ])
    const ours = files.filter(isOurs)
    expect(ours).toHaveLength(4)
    const sizes = await Promise.all(ours.map(async (file) => (await stat(file)).size))
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(117_000)
  })

  it('does not work on anything at the start: at most 2.5 of the CPU time of urql core', async () => {
    // What files cost is counted above. The least of several is what the machine disturbs least.
    const measure = async (name: string) => {
      const script = `const before = process.cpuUsage()
await import(${JSON.stringify(name)})
const { user, system } = process.cpuUsage(before)
process.stdout.write(String(user + system))`
      return Number(await project.run(process.execPath, ['--input-type=module', '-e', script]))
    }
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < 15; round++) {
      theirs.push(await measure('@urql/core'))
      ours.push(await measure('firstaml-client'))
    }
    expect(Math.min(...ours) / Math.min(...theirs)).toBeLessThanOrEqual(2.5)
  })
})

const ourApp = `import { createClient } from 'firstaml-client'
import { MeDocument } from 'firstaml-client/operations'
export const me = createClient({ clientId: 'a', clientSecret: 'b' }).request(MeDocument)
`
const theirApp = `import { Client, fetchExchange, gql } from '@urql/core'
const document = gql\`query Me { me { apiClientId } }\`
const client = new Client({ url: 'https://api.test', exchanges: [fetchExchange] })
export const me = client.query<{ readonly me: { readonly apiClientId: string } }>(document, {})
`

describe('type-checking a one-query application', { timeout: 300_000 }, () => {
  it('takes at most 1.15 of what it takes with urql: memory, types, instantiations', async () => {
    const measure = async (name: string, code: string) => {
      await project.write(`${name}.ts`, code)
      const tsc = join(repository, 'node_modules', 'typescript', 'bin', 'tsc')
      const told = await project.run(process.execPath, [
        tsc,
        ...['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022'],
        ...['--lib', 'es2022,dom,dom.iterable', '--module', 'nodenext', '--types', ''],
        // On one thread all that it counts is the same at each run; its times never are.
        ...['--singleThreaded', '--extendedDiagnostics', `${name}.ts`],
      ])
      const read = (what: string) => Number(new RegExp(`${what}: +(\\d+)`).exec(told)?.[1])
      return [read('Memory used'), read('Types'), read('Instantiations')]
    }
    const theirs = await measure('theirs', theirApp)
    const ours = await measure('ours', ourApp)
    for (const [index, cost] of ours.entries()) {
      expect(cost / (theirs[index] ?? Number.NaN)).toBeLessThanOrEqual(1.15)
    }
  })
})
