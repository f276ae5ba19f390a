/**
 * Which uses a change of the schema meets, and whether they break by it.
 *
 * The differ says what became of a type, a field or an argument; whether that matters depends on
 * how a document uses it: an argument that became required breaks those who leave it out, one that
 * was removed those who give it. What a document writes out the live schema takes or refuses, so it
 * is asked; what a variable will hold nobody knows yet, so there the worst is assumed.
 */
import { type Change, CriticalityLevel } from '@graphql-inspector/core'
import type { ASTNode } from 'graphql'
import type { DocumentUses, Use } from './document-uses.js'
import type { DocumentHit } from './schema-report.js'

/**
 * Uses that break by the change, if it is a breaking one; those that break if the live schema
 * refuses what is written there; and those that only notice it.
 */
interface Met {
  readonly breaks?: readonly Use[]
  readonly written?: readonly Use[]
  readonly touches?: readonly Use[]
}

type Reader = (path: string, of: (key: string) => readonly Use[], change: Change) => Met

/** @param isRefused - tells whether the live schema refuses what is written at a node. */
export function findHits(
  change: Change,
  uses: DocumentUses,
  isRefused: (node: ASTNode) => boolean,
): readonly DocumentHit[] {
  const read = readers[change.type]
  if (read === undefined) return []
  const met = read(change.path ?? '', (key) => uses.get(key) ?? [], change)
  const { breaks = [], written = [], touches = [] } = met
  const isBreaking = change.criticality.level === CriticalityLevel.Breaking
  const hits = [
    ...breaks.map((use) => hit(use, isBreaking ? 'breaks' : 'touches')),
    ...written.map((use) => hit(use, isRefused(use.node) ? 'breaks' : 'touches')),
    ...touches.map((use) => hit(use, 'touches')),
  ]
  return hits
    .sort((a, b) => Number(b.effect === 'breaks') - Number(a.effect === 'breaks'))
    .filter((one, index, all) => all.findIndex((other) => isSamePlace(one, other)) === index)
}

const field: Reader = (path, of) => ({ breaks: of(`field:${withoutDirective(path)}`) })

const variables = (path: string, of: (key: string) => readonly Use[]) =>
  of(`variable:${ownerOf(path)}`)

const inputField: Reader = (path, of) => ({
  written: of(`inputField:${path}`),
  breaks: variables(path, of),
})

const directive: Reader = (path, of) => ({
  written: of(`directive:${path.replace(/^@/, '').replace(/\..*$/, '')}`),
})

const typeGone: Reader = (path, of) => ({ breaks: of(`type:${path}`) })

const readers: Readonly<Record<string, Reader>> = {
  FIELD_REMOVED: field,
  FIELD_TYPE_CHANGED: field,
  FIELD_DEPRECATION_ADDED: field,
  FIELD_DEPRECATION_REASON_ADDED: field,
  FIELD_ARGUMENT_ADDED: (path, of, change) =>
    change.criticality.level === CriticalityLevel.Breaking ? { written: without(path, of) } : {},
  FIELD_ARGUMENT_REMOVED: (path, of) => ({ written: of(`argument:${path}`) }),
  FIELD_ARGUMENT_TYPE_CHANGED: (path, of, change) => ({
    written: [
      ...of(`argument:${path}`),
      ...(readMeta(change, 'newArgumentType').endsWith('!') ? without(path, of) : []),
    ],
  }),
  FIELD_ARGUMENT_DEFAULT_CHANGED: (path, of) => ({ touches: without(path, of) }),
  DIRECTIVE_USAGE_ARGUMENT_DEFINITION_ADDED: (path, of) => ({
    touches: of(`argument:${withoutDirective(path)}`),
  }),
  INPUT_FIELD_REMOVED: inputField,
  INPUT_FIELD_TYPE_CHANGED: (path, of, change) => ({
    written: [
      ...of(`inputField:${path}`),
      ...(readMeta(change, 'newInputFieldType').endsWith('!') ? literals(path, of) : []),
    ],
    breaks: variables(path, of),
  }),
  INPUT_FIELD_ADDED: (path, of, change) =>
    change.criticality.level === CriticalityLevel.Breaking
      ? { written: literals(path, of), breaks: variables(path, of) }
      : {},
  INPUT_FIELD_DEFAULT_VALUE_CHANGED: (path, of) => ({
    touches: [...literals(path, of), ...variables(path, of)],
  }),
  DIRECTIVE_USAGE_INPUT_FIELD_DEFINITION_ADDED: (path, of) => {
    const owner = withoutDirective(path)
    return { touches: [...of(`inputField:${owner}`), ...variables(owner, of)] }
  },
  // Of all its fields just one may be given from now on.
  DIRECTIVE_USAGE_INPUT_OBJECT_ADDED: (path, of) => ({
    written: of(`literal:${withoutDirective(path)}`),
    breaks: of(`variable:${withoutDirective(path)}`),
  }),
  // A value that only comes back does no harm when it no longer comes.
  ENUM_VALUE_REMOVED: (path, of) => ({
    written: of(`value:${path}`),
    breaks: variables(path, of),
    touches: of(`output:${ownerOf(path)}`),
  }),
  ENUM_VALUE_ADDED: (path, of) => ({ touches: of(`output:${ownerOf(path)}`) }),
  ENUM_VALUE_DEPRECATION_REASON_ADDED: (path, of) => {
    const value = withoutDirective(path)
    return {
      touches: [
        ...of(`value:${value}`),
        ...variables(value, of),
        ...of(`output:${ownerOf(value)}`),
      ],
    }
  },
  UNION_MEMBER_REMOVED: (path, of, change) => ({
    breaks: of(`condition:${path}.${readMeta(change, 'removedUnionMemberTypeName')}`),
  }),
  UNION_MEMBER_ADDED: (path, of) => ({ touches: of(`output:${path}`) }),
  OBJECT_TYPE_INTERFACE_REMOVED: (path, of, change) => {
    const other = readMeta(change, 'removedInterfaceName')
    return { breaks: [...of(`condition:${other}.${path}`), ...of(`condition:${path}.${other}`)] }
  },
  // As a member that joins a union: results may be of a type that there was not before.
  OBJECT_TYPE_INTERFACE_ADDED: (_path, of, change) => ({
    touches: of(`output:${readMeta(change, 'addedInterfaceName')}`),
  }),
  TYPE_REMOVED: typeGone,
  TYPE_KIND_CHANGED: typeGone,
  DIRECTIVE_REMOVED: directive,
  DIRECTIVE_LOCATION_REMOVED: directive,
  DIRECTIVE_ARGUMENT_ADDED: directive,
  DIRECTIVE_ARGUMENT_REMOVED: directive,
  DIRECTIVE_ARGUMENT_TYPE_CHANGED: directive,
  DIRECTIVE_ARGUMENT_DEFAULT_VALUE_CHANGED: directive,
  DIRECTIVE_REPEATABLE_REMOVED: directive,
  SCHEMA_QUERY_TYPE_CHANGED: (_path, of) => ({ breaks: of('root:query') }),
  SCHEMA_MUTATION_TYPE_CHANGED: (_path, of) => ({ breaks: of('root:mutation') }),
  SCHEMA_SUBSCRIPTION_TYPE_CHANGED: (_path, of) => ({ breaks: of('root:subscription') }),
}

/** The directives whose place in the live schema means something to documents. */
const told: Readonly<Record<string, string>> = {
  DIRECTIVE_USAGE_ARGUMENT_DEFINITION_ADDED: 'deprecated',
  DIRECTIVE_USAGE_INPUT_FIELD_DEFINITION_ADDED: 'deprecated',
  DIRECTIVE_USAGE_INPUT_OBJECT_ADDED: 'oneOf',
}

/**
 * Tells whether a change says where a directive stands that says nothing to documents: policies
 * are compared by scopes, and deprecated fields and values have changes of their own.
 */
export function isDirectiveNoise(change: Change): boolean {
  const type = String(change.type)
  return (
    type.startsWith('DIRECTIVE_USAGE_') && told[type] !== readMeta(change, 'addedDirectiveName')
  )
}

/** The selections of a field that leave the argument out. */
function without(path: string, of: (key: string) => readonly Use[]): readonly Use[] {
  return of(`field:${ownerOf(path)}`).filter(({ given }) => !given.includes(lastOf(path)))
}

/** The objects that are written out in a document and leave the field out. */
function literals(path: string, of: (key: string) => readonly Use[]): readonly Use[] {
  return of(`literal:${ownerOf(path)}`).filter(({ given }) => !given.includes(lastOf(path)))
}

function ownerOf(path: string): string {
  return path.slice(0, path.lastIndexOf('.'))
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

/** `Status.OPEN.@deprecated` is about `Status.OPEN`. */
function withoutDirective(path: string): string {
  return path.replace(/\.@.*$/, '')
}

function readMeta({ meta }: Change, name: string): string {
  const value: unknown = Reflect.get(Object(meta), name)
  return typeof value === 'string' ? value : ''
}

function hit(
  { given: _given, node: _node, ...place }: Use,
  effect: DocumentHit['effect'],
): DocumentHit {
  return { ...place, effect }
}

function isSamePlace(a: DocumentHit, b: DocumentHit): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column && a.field === b.field
}
