import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadAppDocuments } from '../../../src/codegen/drift/app-documents.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstaml-app-library-'))
  await writeFile(join(folder, 'own.graphql'), 'query Own { me { scopes } }')
})
afterEach(() => rm(folder, { recursive: true }))

const namesOf = async () =>
  (await loadAppDocuments(['*.graphql'], folder)).map(({ node }) => node.name?.value)

it('reads documents with the graphql-codegen of the application, wherever this package is', async () => {
  const library = join(folder, 'node_modules/@graphql-codegen/cli')
  await mkdir(library, { recursive: true })
  // As much of graphql as parsing takes, since the whole of it is four hundred files.
  for (const part of ['package.json', 'error', 'jsutils', 'language']) {
    const graphql = join(import.meta.dirname, '../../../node_modules/graphql')
    await cp(join(graphql, part), join(folder, 'node_modules/graphql', part), { recursive: true })
  }
  await writeFile(join(library, 'package.json'), '{ "main": "index.js" }')
  await writeFile(
    join(library, 'index.js'),
    `const { parse } = require('graphql/language')
exports.CodegenContext = class {
  loadDocuments = async () => [{ document: parse('query ByItsOwn { me { scopes } }'), location: 'own.graphql' }]
}\n`,
  )
  expect(await namesOf()).toEqual(['ByItsOwn'])
})

it('reads them with its own where the application has none', async () => {
  expect(await namesOf()).toEqual(['Own'])
})
