import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SchemaReport } from '../../../src/codegen/drift/schema-report.js'
import { createSandbox } from '../../../src/sandbox/index.js'
import { type App, createApp, schema } from './support.js'

let app: App

beforeAll(async () => {
  app = await createApp()
})
afterAll(() => app.remove())

/** `effect file:line operation field` of every hit, of one change. */
function hitsOf({ changes }: SchemaReport, type: string): string[] {
  return changes
    .filter((change) => change.type === type)
    .flatMap(({ hits }) => hits)
    .map(
      ({ effect, file, line, operation, field }) =>
        `${effect} ${file}:${line} ${operation} ${field}`,
    )
}

describe('a change hits the documents that use what it changes', { timeout: 120_000 }, () => {
  it.each<[string, string, string, string, string[]]>([
    [
      'a selected field goes',
      'age: Int',
      'old: Int',
      'FIELD_REMOVED',
      ['breaks a.graphql:2 One Person.age'],
    ],
    [
      'an unused field goes',
      '\n  named(where: Where)',
      '\n  renamed(where: Where)',
      'FIELD_REMOVED',
      ['breaks a.graphql:4 Other Query.named'],
    ],
    [
      'a field becomes nullable text',
      'age: Int',
      'age: String',
      'FIELD_TYPE_CHANGED',
      ['breaks a.graphql:2 One Person.age'],
    ],
    [
      'a field becomes safer',
      'age: Int',
      'age: Int!',
      'FIELD_TYPE_CHANGED',
      ['touches a.graphql:2 One Person.age'],
    ],
    [
      'a field is deprecated',
      'age: Int',
      'age: Int @deprecated',
      'FIELD_DEPRECATION_ADDED',
      ['touches a.graphql:2 One Person.age'],
    ],
    [
      'a given argument goes',
      ', where: Where, limit',
      ', limit',
      'FIELD_ARGUMENT_REMOVED',
      ['breaks a.graphql:1 Find Query.party(where:)'],
    ],
    ['an argument goes that nobody gives', ', limit: Int = 10', '', 'FIELD_ARGUMENT_REMOVED', []],
    [
      'an argument is asked for',
      'rename(id: ID!,',
      'rename(id: ID!, why: String!,',
      'FIELD_ARGUMENT_ADDED',
      ['breaks b.ts:5 Rename Mutation.rename'],
    ],
    [
      'an argument may be given',
      'rename(id: ID!,',
      'rename(id: ID!, why: String,',
      'FIELD_ARGUMENT_ADDED',
      [],
    ],
    [
      'an argument that is left out becomes required',
      'name: String): Boolean',
      'name: String!): Boolean',
      'FIELD_ARGUMENT_TYPE_CHANGED',
      ['breaks b.ts:5 Rename Mutation.rename'],
    ],
    [
      'the default of an argument changes',
      'limit: Int = 10',
      'limit: Int = 20',
      'FIELD_ARGUMENT_DEFAULT_CHANGED',
      ['touches a.graphql:1 Find Query.party'],
    ],
    [
      'the default of an argument changes that is given',
      'where: Where, limit',
      'where: Where = { name: "a" }, limit',
      'FIELD_ARGUMENT_DEFAULT_CHANGED',
      [],
    ],
    [
      'an input field goes that a variable may hold',
      'status: Status inner',
      'inner',
      'INPUT_FIELD_REMOVED',
      ['breaks a.graphql:1 Find $where: Where'],
    ],
    [
      'an input field goes deep inside a variable',
      'depth: Int',
      'other: Int',
      'INPUT_FIELD_REMOVED',
      ['breaks a.graphql:1 Find $where: Where'],
    ],
    [
      'an input field goes that is written out',
      'Alone { x: Int }',
      'Alone { y: Int }',
      'INPUT_FIELD_REMOVED',
      ['breaks a.graphql:3 Literal Alone.x'],
    ],
    [
      'an input field is asked for',
      'Alone { x: Int }',
      'Alone { x: Int y: Int! }',
      'INPUT_FIELD_ADDED',
      ['breaks a.graphql:3 Literal Alone'],
    ],
    [
      'an enum value goes',
      'OPEN CLOSED',
      'OPEN',
      'ENUM_VALUE_REMOVED',
      [
        'breaks a.graphql:1 Find $where: Where',
        'breaks a.graphql:3 Literal Status.CLOSED',
        'touches a.graphql:4 Other Company.status',
      ],
    ],
    [
      'an enum value comes',
      'OPEN CLOSED',
      'OPEN CLOSED NEW',
      'ENUM_VALUE_ADDED',
      ['touches a.graphql:4 Other Company.status'],
    ],
    [
      'a member leaves a union',
      'Person | Company',
      'Company',
      'UNION_MEMBER_REMOVED',
      ['breaks a.graphql:1 Find Party: ... on Person'],
    ],
    [
      'a member leaves a union that nobody asks for',
      'Person | Company',
      'Person',
      'UNION_MEMBER_REMOVED',
      [],
    ],
    [
      'a member joins a union',
      'Person | Company',
      'Person | Company | Query',
      'UNION_MEMBER_ADDED',
      ['touches a.graphql:1 Find Query.party'],
    ],
    [
      'a type leaves an interface',
      'Company implements Named',
      'Company',
      'OBJECT_TYPE_INTERFACE_REMOVED',
      ['breaks a.graphql:4 Other Named: ... on Company'],
    ],
    [
      'a directive goes',
      'directive @trace(level: Int) on FIELD',
      '',
      'DIRECTIVE_REMOVED',
      ['breaks a.graphql:2 One @trace'],
    ],
    [
      'an argument becomes required that is given',
      'alone(x: Alone,',
      'alone(x: Alone!,',
      'FIELD_ARGUMENT_TYPE_CHANGED',
      ['touches a.graphql:3 Literal Query.alone(x:)'],
    ],
    [
      'an argument becomes required that is given as a variable which may be null',
      ', where: Where, limit',
      ', where: Where!, limit',
      'FIELD_ARGUMENT_TYPE_CHANGED',
      ['breaks a.graphql:1 Find Query.party(where:)'],
    ],
    [
      'an argument becomes required that has a default',
      'limit: Int = 10',
      'limit: Int! = 10',
      'FIELD_ARGUMENT_TYPE_CHANGED',
      ['touches a.graphql:1 Find Query.party'],
    ],
    [
      'an argument is deprecated',
      'status: Status): Int',
      'status: Status @deprecated): Int',
      'DIRECTIVE_USAGE_ARGUMENT_DEFINITION_ADDED',
      ['touches a.graphql:3 Literal Query.alone(status:)'],
    ],
    [
      'an input field becomes required that is written out',
      'Alone { x: Int }',
      'Alone { x: Int! }',
      'INPUT_FIELD_TYPE_CHANGED',
      ['touches a.graphql:3 Literal Alone.x'],
    ],
    [
      'an input field takes no longer what is written out',
      'Alone { x: Int }',
      'Alone { x: String }',
      'INPUT_FIELD_TYPE_CHANGED',
      ['breaks a.graphql:3 Literal Alone.x'],
    ],
    [
      'an input field becomes required that a variable may lack',
      'depth: Int',
      'depth: Int!',
      'INPUT_FIELD_TYPE_CHANGED',
      ['breaks a.graphql:1 Find $where: Where'],
    ],
    [
      'an input field is deprecated',
      'depth: Int',
      'depth: Int @deprecated',
      'DIRECTIVE_USAGE_INPUT_FIELD_DEFINITION_ADDED',
      ['touches a.graphql:1 Find $where: Where'],
    ],
    [
      'an input takes one field only, of which one is written out',
      'input Alone {',
      'input Alone @oneOf {',
      'DIRECTIVE_USAGE_INPUT_OBJECT_ADDED',
      ['touches a.graphql:3 Literal Alone'],
    ],
    [
      'an input takes one field only, and a variable may hold more',
      'input Where {',
      'input Where @oneOf {',
      'DIRECTIVE_USAGE_INPUT_OBJECT_ADDED',
      ['breaks a.graphql:1 Find $where: Where'],
    ],
    [
      'an enum value is deprecated',
      'OPEN CLOSED',
      'OPEN CLOSED @deprecated',
      'ENUM_VALUE_DEPRECATION_REASON_ADDED',
      [
        'touches a.graphql:3 Literal Status.CLOSED',
        'touches a.graphql:1 Find $where: Where',
        'touches a.graphql:4 Other Company.status',
      ],
    ],
    [
      'a new type has an interface that is selected',
      'union Party',
      'type Trust implements Named { name: String } union Party',
      'OBJECT_TYPE_INTERFACE_ADDED',
      ['touches a.graphql:4 Other Query.named'],
    ],
    [
      'a directive stands no longer where it is used',
      'on FIELD\n',
      'on QUERY\n',
      'DIRECTIVE_LOCATION_REMOVED',
      ['breaks a.graphql:2 One @trace'],
    ],
    [
      'a directive loses an argument that is given',
      '@trace(level: Int)',
      '@trace',
      'DIRECTIVE_ARGUMENT_REMOVED',
      ['breaks a.graphql:2 One @trace'],
    ],
    [
      'a directive asks for an argument that is given',
      '@trace(level: Int)',
      '@trace(level: Int!)',
      'DIRECTIVE_ARGUMENT_TYPE_CHANGED',
      ['touches a.graphql:2 One @trace'],
    ],
    [
      'a directive asks for one argument more',
      '@trace(level: Int)',
      '@trace(level: Int, why: String!)',
      'DIRECTIVE_ARGUMENT_ADDED',
      ['breaks a.graphql:2 One @trace'],
    ],
    ['an unused type goes', 'enum Unused { A B }', '', 'TYPE_REMOVED', []],
    [
      'a type is another kind of type',
      'input Alone { x: Int }',
      'scalar Alone',
      'TYPE_KIND_CHANGED',
      [],
    ],
  ])('%s', async (_what, before, after, type, expected) => {
    const report = await app.check((text) => text.replace(before, after))
    expect(report.changes.map((change) => change.type)).toContain(type)
    expect(hitsOf(report, type)).toEqual(expected)
    const breaks = expected.some((hit) => hit.startsWith('breaks')) || report.problems.length > 0
    expect(report.exitCode).toBe(breaks ? 1 : 0)
  })

  it('shows what the live schema refuses although no single change explains it', async () => {
    const report = await app.check(
      (text) => text.replace('input Alone { x: Int }', 'scalar Alone'),
      {},
    )
    expect(report.problems).toEqual([])
    await app.write('c.graphql', 'query Stale { vanished }')
    const { problems, exitCode } = await app.check(schema)
    await app.write('c.graphql', '# nothing')
    expect(exitCode).toBe(1)
    expect(problems).toEqual([
      {
        file: 'c.graphql',
        line: 1,
        column: 15,
        operation: 'Stale',
        field: '',
        message: 'Cannot query field "vanished" on type "Query".',
      },
    ])
  })
})

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
