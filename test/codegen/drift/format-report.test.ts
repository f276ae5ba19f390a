import { expect, it } from 'vitest'
import { formatSchemaReport } from '../../../src/codegen/drift/format-report.js'
import type { SchemaReport } from '../../../src/codegen/drift/schema-report.js'

const place = { file: 'src/a, b.graphql', line: 4, column: 7, operation: 'Find' }
const report: SchemaReport = {
  ok: false,
  exitCode: 1,
  policy: 'documents',
  live: 'https://api.test/graphql/',
  snapshot: 'graphql/schema.graphql',
  documents: 3,
  scopesKnown: true,
  changes: [
    {
      criticality: 'breaking',
      type: 'FIELD_REMOVED',
      path: 'Me.scopes',
      message: "Field 'scopes' was removed from object type 'Me'",
      hits: [{ ...place, field: 'Me.scopes', effect: 'breaks' }],
    },
    {
      criticality: 'dangerous',
      type: 'ENUM_VALUE_ADDED',
      path: 'Status.NEW',
      message: '100% new\nvalue',
      hits: [],
    },
    { criticality: 'safe', type: 'FIELD_ADDED', path: 'Me.x', message: 'Added', hits: [] },
  ],
  scopeChanges: [
    { ...place, field: 'me', before: ['read-only'], after: ['api-management'], effect: 'touches' },
  ],
  problems: [{ ...place, operation: 'Stale', field: '', message: 'Unknown type "X".' }],
}
const quiet: SchemaReport = {
  ...report,
  ok: true,
  exitCode: 0,
  changes: [],
  scopeChanges: [],
  problems: [],
  scopesKnown: false,
}

it('tells people what is hit, where, and what to do', () => {
  expect(formatSchemaReport(report, 'human')).toBe(
    `https://api.test/graphql/ compared with graphql/schema.graphql: 1 breaking, 1 dangerous, 1 safe.
breaking: Field 'scopes' was removed from object type 'Me'.
  breaks src/a, b.graphql:4:7 Find Me.scopes
dangerous: 100% new
value.
scope: Find needs api-management for me, and needed read-only.
  touches src/a, b.graphql:4:7 Find me
document: Unknown type "X".
  breaks src/a, b.graphql:4:7 Stale
Find, Stale break. Change the documents, then pull the schema and generate again.`,
  )
  expect(formatSchemaReport(quiet, 'human')).toBe(
    `https://api.test/graphql/ compared with graphql/schema.graphql: no change.
The live schema shows no policies, so scopes were not compared.
None of 3 documents breaks.`,
  )
})

it('annotates files by their place in the repository', () => {
  const annotated = formatSchemaReport(report, 'github', { folder: 'packages/app' })
  expect(annotated.match(/file=[^,]+,/g)).toEqual(
    Array.from({ length: 3 }, () => 'file=packages/app/src/a%2C b.graphql,'),
  )
  const problems = report.problems.map((found) => ({ ...found, file: '../common/a.graphql' }))
  const above = { ...report, problems }
  expect(formatSchemaReport(above, 'github', { folder: 'packages/app' })).toContain(
    'file=packages/common/a.graphql,',
  )
})

it('annotates the lines for GitHub, with its escapes', () => {
  expect(formatSchemaReport(report, 'github').split('\n')).toEqual([
    "::error file=src/a%2C b.graphql,line=4,col=7,title=Schema%3A Me.scopes::Field 'scopes' was removed from object type 'Me'. Me.scopes in Find.",
    '::notice title=Schema%3A Status.NEW::100%25 new%0Avalue.',
    '::warning file=src/a%2C b.graphql,line=4,col=7,title=Scope%3A me::Find needs api-management for me, and needed read-only.',
    '::error file=src/a%2C b.graphql,line=4,col=7,title=Schema::Unknown type "X".',
    'Find, Stale break. Change the documents, then pull the schema and generate again.',
  ])
  const strict = formatSchemaReport({ ...report, policy: 'dangerous' }, 'github')
  expect(strict).toContain('::error title=Schema%3A Status.NEW::')
})

it('gives programs the report itself', () => {
  expect(JSON.parse(formatSchemaReport(report, 'json'))).toEqual(report)
})

it('refuses another format', () => {
  expect(() => formatSchemaReport(report, 'xml' as never)).toThrow(
    new TypeError("format must be 'human', 'json' or 'github'."),
  )
})
