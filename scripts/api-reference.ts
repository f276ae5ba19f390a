// `npm run docs:api`: docs/reference/ from the docblocks in src, one page a door. With `--check` it
// writes nothing, and says what is not current. An export without a docblock, and whatever else
// API Extractor finds wrong with one, is an error.
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { readDocComment } from './api-doc-comment.js'
import { type ApiItem, readApiModel } from './api-model.js'
import { printDoor } from './api-page.js'
import { printOperations } from './operations-page.js'

const root = resolve(import.meta.dirname, '..')
const reference = join(root, 'docs', 'reference')

/** What is imported, by the entry's path below src. */
const doors: Readonly<Record<string, string>> = {
  index: 'firstaml-client',
  'webhooks/index': 'firstaml-client/webhooks',
  'node/index': 'firstaml-client/node',
  'redis/index': 'firstaml-client/redis',
  'testing/index': 'firstaml-client/testing',
  'codegen/index': 'firstaml-client/codegen',
  'gql-tada': 'firstaml-client/gql-tada',
  'sandbox/index': 'firstaml-client/sandbox',
  'sandbox/vitest': 'firstaml-client/sandbox/vitest',
}
const pageOf = (specifier: string) => `${specifier.replaceAll('/', '-')}.md`
const isGenerated = (item: ApiItem) => item.fileUrlPath?.includes('/generated/') === true

/** Below the package's folder, so that the compiler finds what the declarations import. */
const types = await mkdtemp(join(root, '.api-types-'))
try {
  const { status } = spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json', '--outDir', types], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(1)
  const model = await readApiModel(root, types, Object.keys(doors))
  /** Whose page a name is on: that of the first door that exports it, else of the first that uses it. */
  const homes = new Map<string, string>()
  const settleNames = (specifier: string, items: readonly ApiItem[]) => {
    for (const { name } of items) if (!homes.has(name)) homes.set(name, specifier)
  }
  for (const [entry, { exported }] of model.doors) settleNames(doors[entry] ?? '', exported)
  for (const [entry, { unnamed }] of model.doors) {
    settleNames(
      doors[entry] ?? '',
      unnamed.filter((item) => !isGenerated(item)),
    )
  }
  // A link may lead to another door, which the extractor does not look into.
  const problems = model.problems.filter((problem) => {
    const [, name = ''] = /does not have an export "(\w+)"/.exec(problem) ?? []
    return !homes.has(name)
  })

  const pages = new Map<string, string>()
  for (const [entry, door] of model.doors) {
    const specifier = doors[entry] ?? ''
    const unnamed = door.unnamed.filter(({ name }) => homes.get(name) === specifier)
    for (const item of [...door.exported, ...unnamed]) {
      if (readDocComment(item.docComment).summary === '') {
        problems.push(`${item.name} of ${specifier} has no docblock that says what it is`)
      }
    }
    const findPage = (name: string) => {
      const home = homes.get(name)
      if (home === undefined) return undefined
      return home === specifier ? '' : pageOf(home)
    }
    pages.set(pageOf(specifier), printDoor(specifier, door, unnamed, findPage))
  }
  pages.set(
    pageOf('firstaml-client/operations'),
    await printOperations(join(root, 'graphql', 'operations')),
  )

  if (problems.length === 0)
    problems.push(...(await settle(pages, process.argv.includes('--check'))))
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
} finally {
  await rm(types, { recursive: true })
}

/** Writes the pages, or says which are not as they should be. */
async function settle(pages: ReadonlyMap<string, string>, check: boolean): Promise<string[]> {
  await mkdir(reference, { recursive: true })
  const before = new Map<string, string>()
  for (const name of await readdir(reference)) {
    before.set(name, await readFile(join(reference, name), 'utf8'))
  }
  const changed = [...pages].filter(([name, text]) => before.get(name) !== text)
  const left = [...before.keys()].filter((name) => !pages.has(name))
  if (check) {
    return [...changed.map(([name]) => name), ...left].map(
      (name) => `docs/reference/${name} is not current: run npm run docs:api`,
    )
  }
  for (const [name, text] of changed) await writeFile(join(reference, name), text)
  for (const name of left) await rm(join(reference, name))
  return []
}
