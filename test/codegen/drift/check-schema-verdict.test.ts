// What checkSchema says beside the changes themselves: documents, policy, scopes, the live schema.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SchemaReport } from '../../../src/codegen/drift/schema-report.js'
import { createSandbox } from '../../../src/sandbox/index.js'
import { type App, createApp, hitsOf, schema } from './support.js'

let app: App

beforeAll(async () => {
  app = await createApp()
})
afterAll(() => app.remove())

describe('a document', { timeout: 120_000 }, () => {
  it('that is refused is told of beside a hit in the same line that does no harm', async () => {
    await app.write('c.graphql', 'query Stale { vanished named { name } }')
    const named = 'named(where: Where): Named'
    const report = await app.check((text) => text.replace(named, `${named} @deprecated`))
    await app.write('c.graphql', '# nothing')
    expect(hitsOf(report, 'FIELD_DEPRECATION_ADDED')).toContain(
      'touches c.graphql:1 Stale Query.named',
    )
    expect(report).toMatchObject({ exitCode: 1, problems: [{ operation: 'Stale', column: 15 }] })
  })

  it('in a template is found by line and column, whatever the line ends and interpolations', async () => {
    const text = [
      "import { gql } from '@urql/core'",
      'const part = gql`fragment Part on Person { age }`',
      'export const whole = gql`',
      '  query Whole {',
      '    named { ...Part }',
      '  }',
      '  $' + '{part} $' + '{part}',
      '`',
    ].join('\r\n')
    await app.write('d.ts', text)
    const report = await app.check((live) => live.replace('age: Int', 'old: Int'))
    const deprecated = await app.check((live) => live.replace('): Named', '): Named @deprecated'))
    await app.write('d.ts', '')
    const placesOf = ({ changes }: SchemaReport) =>
      changes
        .flatMap(({ hits }) => hits)
        .filter(({ file }) => file === 'd.ts')
        .map(({ line, column, operation }) => [line, column, operation])
    expect(placesOf(report)).toEqual([[2, 44, 'Part']])
    expect(placesOf(deprecated)).toEqual([[5, 5, 'Whole']])
  })
})

describe('the policy', { timeout: 120_000 }, () => {
  const unusedGone = (text: string) => text.replace('enum Unused { A B }', 'enum Unused { A }')
  const unusedCame = (text: string) => text.replace('enum Unused { A B }', 'enum Unused { A B C }')
  it.each([
    ['documents', unusedGone, 0],
    ['breaking', unusedGone, 1],
    ['breaking', unusedCame, 0],
    ['dangerous', unusedCame, 1],
    ['never', (text: string) => text.replace('age: Int', ''), 0],
    ['documents', (text: string) => text.replace('age: Int', ''), 1],
  ] as const)('%s decides', async (policy, change, exitCode) => {
    expect(await app.check(change, { policy })).toMatchObject({ exitCode, ok: exitCode === 0 })
  })

  it('must be one of the four', async () => {
    await expect(app.check(schema, { policy: 'all' as never })).rejects.toThrow(
      new TypeError('policy must be one of documents, breaking, dangerous, never.'),
    )
  })
})

describe('scopes', { timeout: 120_000 }, () => {
  const stricter = (text: string) =>
    text.replace(
      'named(where: Where): Named @authorize(policy: "ReadOnly")',
      'named(where: Where): Named @authorize(policy: "ApiManagement")',
    )

  it('are compared for each root field that is used', async () => {
    const report = await app.check(stricter)
    expect(report.exitCode).toBe(1)
    expect(report.scopeChanges).toEqual([
      {
        file: 'a.graphql',
        line: 4,
        column: 15,
        operation: 'Other',
        field: 'named',
        before: ['read-only'],
        after: ['api-management'],
        effect: 'breaks',
      },
    ])
  })

  it('do no harm where the client was granted the new one', async () => {
    const grantedScopes = ['read-only', 'api-management']
    const report = await app.check(stricter, { grantedScopes })
    expect(report).toMatchObject({ exitCode: 0, scopeChanges: [{ effect: 'touches' }] })
  })

  it('do no harm where other documents need the new one already', async () => {
    const sameAsMutation = (text: string) =>
      text.replace(
        'Named @authorize(policy: "ReadOnly")',
        'Named @authorize(policy: "CaseManagement")',
      )
    expect(await app.check(sameAsMutation)).toMatchObject({
      exitCode: 0,
      scopeChanges: [{ effect: 'touches', after: ['case-management'] }],
    })
  })

  it('go by the map that was generated', async () => {
    const { scopeChanges } = await app.check(stricter, {
      requiredScopes: { Other: 'api-management' },
    })
    expect(scopeChanges).toEqual([])
  })

  it('are not compared with a schema that shows none', async () => {
    const bare = schema
      .replaceAll(/ @authorize\(policy: "\w+"\)/g, '')
      .replace(/directive @auth.*\n/, '')
    const report = await app.check(bare, { policy: 'breaking' })
    expect(report).toMatchObject({ scopesKnown: false, scopeChanges: [], exitCode: 0, changes: [] })
  })
})

describe('the live schema', { timeout: 120_000 }, () => {
  it('is pulled with credentials', async () => {
    const sandbox = await createSandbox({ schema: schema.replace('age: Int', '') })
    const report = await app.check(schema, {
      live: { baseUrl: sandbox.url, ...sandbox.credentials },
    })
    await sandbox.close()
    expect(report.live).toBe(`${sandbox.url}/graphql/`)
    expect(hitsOf(report, 'FIELD_REMOVED')).toEqual(['breaks a.graphql:2 One Person.age'])
  })

  it.each([
    ['nope.graphql', /^There is no schema file nope\.graphql\./],
    ['b.ts', /^b\.ts is a text that is no schema\./],
  ])('named %s is refused in one line', async (file, message) => {
    const error = await app.check(schema, { live: { file } }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'generate', message: expect.stringMatching(message) })
  })

  it('is no reason to look at documents that do not parse', async () => {
    await app.write('c.graphql', 'query Broken {')
    const failed = app.check(schema)
    await expect(failed).rejects.toThrow(
      /^c\.graphql:1:15 Syntax Error: Expected Name, found <EOF>/,
    )
    await failed.catch(() => app.write('c.graphql', '# nothing'))
  })
})
