// What an application with one query loads: no other document, and nothing of what it does not use.
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type OutputChunk, type Plugin, rolldown } from 'rolldown'
import { beforeAll, describe, expect, it } from 'vitest'
import { doorChunks } from '../../scripts/door-chunks.js'
import { documents, repository } from '../operations/support.js'

const app = `
import { createClient } from 'firstaml-client'
import { MeDocument } from 'firstaml-client/operations'
const client = createClient({ clientId: 'a', clientSecret: 'b' })
console.log(await client.request(MeDocument))
`
const urql = [/^@urql\//, /^wonka/]
/** Where the package's files are said to be: where they find the libraries. */
const folder = join(repository, 'packed')

interface Loaded {
  /** At the start: the entry, and what it imports outright. */
  readonly eager: string
  readonly later: readonly string[]
}

/** The doors as `npm run build` cuts them, by file. */
async function packDoors(): Promise<ReadonlyMap<string, string>> {
  const build = await rolldown({
    input: { 'firstaml-client': 'src/index.ts', operations: 'src/operations.ts' },
    cwd: repository,
    external: urql,
  })
  const { output } = await build.generate({ format: 'esm', ...doorChunks })
  await build.close()
  return new Map(output.filter(isChunk).map(({ fileName, code }) => [join(folder, fileName), code]))
}

function isChunk(file: { readonly type: string }): file is OutputChunk {
  return file.type === 'chunk'
}

/** The application as a bundler of the web makes it. */
async function bundleApp(
  doors: ReadonlyMap<string, string>,
  external: RegExp[],
  text = app,
): Promise<Loaded> {
  const packed: Plugin = {
    name: 'packed',
    resolveId: (id, importer = '') => {
      if (id === 'app') return id
      if (id.startsWith('firstaml-client')) return join(folder, `${id.split('/').at(-1)}.js`)
      return importer.startsWith(folder) && id.startsWith('.')
        ? join(dirname(importer), id)
        : undefined
    },
    load: (id) => {
      const code = id === 'app' ? text : doors.get(id)
      // As package.json says of it.
      return code === undefined ? undefined : { code, moduleSideEffects: id === 'app' }
    },
  }
  const build = await rolldown({
    input: 'app',
    cwd: repository,
    platform: 'browser',
    external,
    plugins: [packed],
  })
  const { output } = await build.generate({ format: 'esm', minify: true })
  await build.close()
  const chunks = output.filter(isChunk)
  const reached = new Set<string>()
  const visit = (name: string) => {
    if (reached.has(name)) return
    reached.add(name)
    for (const next of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) visit(next)
  }
  visit(output[0].fileName)
  const codeOf = (isEager: boolean) =>
    chunks.filter(({ fileName }) => reached.has(fileName) === isEager).map(({ code }) => code)
  return { eager: codeOf(true).join('\n'), later: codeOf(false) }
}

let own: Loaded
let whole: Loaded
let doors: ReadonlyMap<string, string>
beforeAll(async () => {
  doors = await packDoors()
  own = await bundleApp(doors, urql)
  whole = await bundleApp(doors, [])
}, 60_000)

describe('the bundle of an application with one query', () => {
  it('holds its own document, as the only one that codegen wrote', () => {
    expect(documents.size).toBeGreaterThan(40)
    for (const code of own.later) expect(code).not.toContain('OperationDefinition')
    expect(own.eager.match(/OperationDefinition/g)).toHaveLength(1)
  })

  it.each([
    ['the continuing of a download', /if-range/],
    ['pages of cases', /nextPageOfCases/],
    ['PDFs', /createCasePdf/],
    ['uploads', /multipart\/form-data/],
    ['the sharing of a token', /HMAC/],
    ['redirects', /proxy-authorization/],
    ['a fetch of any request', /referrerPolicy/],
  ])('leaves %s to a chunk of its own', (_feature, mark) => {
    expect(own.eager).not.toMatch(mark)
    expect(own.later.some((code) => mark.test(code))).toBe(true)
  })

  it('holds nothing that it cannot reach', () => {
    for (const mark of [/AES-GCM/, /toIntId/, /leads to nothing/, /Select it in the document/]) {
      expect(own.eager).not.toMatch(mark)
    }
  })

  it('weighs at most 25.1 kB, minified and gzipped, urql included', () => {
    expect(gzipSync(whole.eager, { level: 9 }).length).toBeLessThan(25_100)
  })
})

describe('the bundle of a page without a client', () => {
  it.each([
    ['ThrottledError', 1_700],
    ['isFirstAmlError', 1_700],
    ['isValidationErrors', 10_500],
    ['unwrap', 10_500],
  ])('that imports %s loads at most %i bytes at the start', async (name, limit) => {
    const text = `import { ${name} } from 'firstaml-client'\nconsole.log(${name})`
    const { eager } = await bundleApp(doors, [], text)
    expect(gzipSync(eager, { level: 9 }).length).toBeLessThan(limit)
    expect(eager).not.toMatch(/client_credentials|multipart\/form-data|OperationDefinition/)
  })
})
