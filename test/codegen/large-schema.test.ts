// GitHub's public schema, twenty times as long as First AML's: pulled, kept, generated from, checked.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { generate } from '../../src/codegen/generate.js'
import { checkSchema, firstAmlCodegen, pullSchema } from '../../src/codegen/index.js'
import { createVendorRig, fakeCredentials, type VendorRig } from '../support/vendor-rig.js'
import { createProject, type Project, repository } from './support.js'

let rig: VendorRig
let project: Project

beforeEach(async () => {
  rig = await createVendorRig()
  project = await createProject()
})
afterEach(async () => {
  await rig.close()
  await project.remove()
})

it('is pulled, generated from and checked like any other', { timeout: 120_000 }, async () => {
  const text = await readFile(
    join(repository, 'node_modules/@octokit/graphql-schema/schema.graphql'),
    'utf8',
  )
  rig.onGraphql = (_request, response) => {
    response.end(text)
  }
  const output = join(project.directory, 'github.graphql')
  const live = { ...fakeCredentials, baseUrl: rig.url }
  expect(await pullSchema({ ...live, output })).toMatchObject({ changed: true, served: 'sdl' })
  expect(await pullSchema({ ...live, output })).toMatchObject({ changed: false, written: false })

  await project.write('src/who.graphql', 'query Who { viewer { login isHireable } }')
  const scalars = Object.fromEntries(
    [...text.matchAll(/^scalar (\w+)/gm)].map(([, scalar = '']) => [scalar, 'string']),
  )
  const config = firstAmlCodegen({
    schema: 'github.graphql',
    documents: 'src/*.graphql',
    output: 'src/out/operations.ts',
    scalars,
  })
  const { write } = await generate(config, project.directory)
  await write()
  expect(await project.readFile('src/out/operations.ts')).toContain('export const WhoDocument')
  expect(await project.readFile('src/out/schema-types.ts')).toContain('export type AddCommentInput')

  await writeFile(output, text.replaceAll('isHireable: Boolean!', 'isHireable: Boolean'))
  const report = await checkSchema({
    live,
    snapshot: 'github.graphql',
    documents: 'src/who.graphql',
    cwd: project.directory,
  })
  expect(report.changes.flatMap(({ hits }) => hits)).toMatchObject([
    { effect: 'touches', field: 'User.isHireable', file: 'src/who.graphql', line: 1 },
  ])
})
