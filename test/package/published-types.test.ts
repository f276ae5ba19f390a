// The types as a consumer's compiler sees them: which file answers an import, and whether all of
// them are right by themselves, without `skipLibCheck`.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { doors, packageJson } from './manifest.js'
import { createProject, type Project, prepared } from './project.js'
import { repository } from './run-in.js'
import { compilers } from './tools.js'

describe('the types of the package', () => {
  let tarball: string
  beforeAll(async () => {
    tarball = (await prepared('packed')).tarball
  }, 300_000)

  it('resolve to modules of the right kind, for a package of ES modules', async () => {
    const checked = await checkPackage(createPackageFromTarballData(await readFile(tarball)), {
      // A text, which no module imports.
      excludeEntrypoints: ['./schema.graphql'],
    })
    if (checked.types === false) throw new Error('the package has no types')
    expect(Object.keys(checked.entrypoints).sort()).toEqual(
      Object.keys(packageJson.exports)
        .filter((path) => path !== './schema.graphql')
        .sort(),
    )
    // CommonJS gets ES modules by require, which Node has from 20.19 on. TypeScript's oldest way of
    // resolving knows no exports at all, and is gone from TypeScript 7.
    const isMeant = (problem: Problem) =>
      problem.kind === 'CJSResolvesToESM' ||
      ('resolutionKind' in problem && problem.resolutionKind === 'node10')
    expect(checked.problems.filter((problem) => !isMeant(problem))).toEqual([])
  }, 300_000)
})

const everywhere = ['es2022', 'dom', 'dom.iterable']

/** What each door asks of the project that imports it; no types of Node, but for codegen. */
const programs = [
  {
    name: 'runtime',
    isOurs: (door: string) =>
      /client(\/(operations|webhooks|redis|testing|gql-tada|node))?$/.test(door),
    lib: everywhere,
    types: [],
  },
  {
    // Symbol.asyncDispose, for `await using`.
    name: 'sandbox',
    isOurs: (door: string) => door.includes('/sandbox'),
    lib: [...everywhere, 'esnext.disposable'],
    types: [],
  },
  {
    // The library that it configures wants them.
    name: 'codegen',
    isOurs: (door: string) => door.endsWith('/codegen'),
    lib: [...everywhere, 'esnext.disposable'],
    types: ['node'],
  },
]

describe('every door type-checks without skipLibCheck', { timeout: 300_000 }, () => {
  let project: Project
  let tools: string

  beforeAll(async () => {
    const libraries = ['vitest', '@graphql-codegen']
    ;[project, { folder: tools }] = await Promise.all([
      createProject({ libraries }),
      prepared('tools'),
    ])
    for (const { name, isOurs } of programs) {
      const imports = [...doors.keys()].filter(isOurs)
      const lines = imports.map((door, index) => `import * as door${index} from '${door}'`)
      const types = imports.map((_door, index) => `typeof door${index}`)
      await project.write(
        `${name}.ts`,
        `${lines.join('\n')}\nexport type All = [${types.join(', ')}]\n`,
      )
    }
    await project.write('app.ts', app)
  }, 600_000)
  afterAll(() => project.remove())

  it('belongs to one program', () => {
    for (const door of doors.keys()) {
      expect(
        programs.filter(({ isOurs }) => isOurs(door)),
        door,
      ).toHaveLength(1)
    }
  })

  const versions = { ...compilers, 'TypeScript 7': undefined }
  for (const [version, tool] of Object.entries(versions)) {
    for (const [module, moduleResolution] of [
      ['nodenext', 'nodenext'],
      ['esnext', 'bundler'],
    ] as const) {
      it(`with ${version}, resolved as ${moduleResolution}`, async () => {
        const compiler =
          tool === undefined ? join(repository, 'node_modules', 'typescript') : join(tools, tool)
        for (const { name, lib, types } of programs) {
          const config = `tsconfig.${name}-${module}-${tool ?? 'own'}.json`
          const compilerOptions = {
            noEmit: true,
            strict: true,
            exactOptionalPropertyTypes: true,
            noUncheckedIndexedAccess: true,
            target: 'es2022',
            lib,
            types,
            typeRoots: [join(repository, 'node_modules', '@types')],
            module,
            moduleResolution,
            skipLibCheck: false,
          }
          const files = [`${name}.ts`, ...(name === 'runtime' ? ['app.ts'] : [])]
          await project.write(config, JSON.stringify({ compilerOptions, files }))
          const tsc = join(compiler, 'bin', 'tsc')
          expect(await project.run(process.execPath, [tsc, '-p', config])).toBe('')
        }
      })
    }
  }
})

const app = `import { createClient, isFirstAmlError, type FirstAmlClient } from 'firstaml-client'
import { MeDocument, type MeQuery } from 'firstaml-client/operations'

const client: FirstAmlClient = createClient({ clientId: 'a', clientSecret: 'b' })
export const me: Promise<MeQuery> = client.request(MeDocument)
// @ts-expect-error the query has no such field
export const wrong = me.then((data) => data.me.nothingOfTheKind)
export const code = (error: unknown) => (isFirstAmlError(error) ? error.code : undefined)
`
