// What an application with one query loads: no other document, and nothing of files until one moves.
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type OutputChunk, rolldown } from 'rolldown'
import { beforeAll, describe, expect, it } from 'vitest'
import { documents, repository } from '../operations/support.js'

const app = `
import { createClient } from ${JSON.stringify(join(repository, 'src/index.ts'))}
import { MeDocument } from ${JSON.stringify(join(repository, 'src/operations.ts'))}
const client = createClient({ clientId: 'a', clientSecret: 'b' })
console.log(await client.request(MeDocument))
`
/** What is loaded at the start: the entry, and what it imports outright. */
let eager: string
let later: readonly string[]

beforeAll(async () => {
  const build = await rolldown({
    input: 'app',
    cwd: repository,
    platform: 'browser',
    external: [/^@urql\//, /^wonka/],
    plugins: [
      {
        name: 'app',
        resolveId: (id) => (id === 'app' ? id : undefined),
        load: (id) => (id === 'app' ? app : undefined),
      },
    ],
  })
  const { output } = await build.generate({ format: 'esm', minify: true })
  await build.close()
  const chunks = output.filter((file): file is OutputChunk => file.type === 'chunk')
  const reached = new Set<string>()
  const visit = (name: string) => {
    if (reached.has(name)) return
    reached.add(name)
    for (const next of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) visit(next)
  }
  visit(output[0].fileName)
  const codeOf = (isEager: boolean) =>
    chunks.filter(({ fileName }) => reached.has(fileName) === isEager).map(({ code }) => code)
  eager = codeOf(true).join('\n')
  later = codeOf(false)
}, 30_000)

describe('the bundle of an application with one query', () => {
  it('holds its own document, as the only one that codegen wrote', () => {
    expect(documents.size).toBeGreaterThan(40)
    for (const code of later) expect(code).not.toContain('OperationDefinition')
    expect(eager.match(/OperationDefinition/g)).toHaveLength(1)
  })

  it('leaves files and pages to chunks of their own', () => {
    const marks = [/if-range/, /nextPageOfCases/, /createCasePdf/, /multipart\/form-data/]
    for (const mark of marks) {
      expect(eager).not.toMatch(mark)
      expect(later.some((code) => mark.test(code))).toBe(true)
    }
  })

  it('weighs at most 21.1 kB, minified and gzipped, urql apart', () => {
    expect(gzipSync(eager, { level: 9 }).length).toBeLessThan(21_100)
  })
})
