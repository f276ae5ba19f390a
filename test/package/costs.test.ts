// What the package costs who installs it, beside urql alone in the same run: ratios, because
// absolute times are the machine's.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from './project.js'
import { repository } from './run-in.js'

let project: Project

beforeAll(async () => {
  project = await createProject()
}, 300_000)
afterAll(() => project.remove())

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

describe('a cold import', { timeout: 300_000 }, () => {
  it('of the main entry takes at most twice what urql core takes, which it loads', async () => {
    // CPU of the process and not time, so that what else the machine does counts little.
    const measure = async (name: string) => {
      const script = `const before = process.cpuUsage()
await import(${JSON.stringify(name)})
const { user, system } = process.cpuUsage(before)
process.stdout.write(String(user + system))`
      return Number(await project.run(process.execPath, ['--input-type=module', '-e', script]))
    }
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < 21; round++) {
      theirs.push(await measure('@urql/core'))
      ours.push(await measure('firstaml-client'))
    }
    expect(median(ours) / median(theirs)).toBeLessThanOrEqual(2)
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
