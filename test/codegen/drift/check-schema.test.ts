import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type App, createApp, hitsOf, schema } from './support.js'

let app: App

beforeAll(async () => {
  app = await createApp()
})
afterAll(() => app.remove())

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
