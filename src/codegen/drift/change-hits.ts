/**
 * Which uses a change of the schema meets, and whether they break by it.
 *
 * The differ says what became of a type, a field or an argument; whether that matters depends on
 * how a document uses it: an argument that became required breaks those who leave it out, one that
 * was removed those who give it.
 */
import { type Change, CriticalityLevel } from '@graphql-inspector/core'
import type { DocumentUses, Use } from './document-uses.js'
import type { DocumentHit } from './schema-report.js'

/** Uses that break by the change, if it is a breaking one, and those that only notice it. */
interface Met {
  readonly breaks?: readonly Use[]
  readonly touches?: readonly Use[]
}

type Reader = (path: string, of: (key: string) => readonly Use[], change: Change) => Met

export function findHits(change: Change, uses: DocumentUses): readonly DocumentHit[] {
  const read = readers[change.type]
  if (read === undefined) return []
  const { breaks = [], touches = [] } = read(
    change.path ?? '',
    (key) => uses.get(key) ?? [],
    change,
  )
  const isBreaking = change.criticality.level === CriticalityLevel.Breaking
  return [
    ...breaks.map((use) => hit(use, isBreaking ? 'breaks' : 'touches')),
    ...touches.map((use) => hit(use, 'touches')),
  ].filter((one, index, all) => all.findIndex((other) => isSamePlace(one, other)) === index)
}

const field: Reader = (path, of) => ({ breaks: of(`field:${path.replace(/\.@.*$/, '')}`) })

const inputField: Reader = (path, of) => ({
  breaks: [...of(`inputField:${path}`), ...of(`variable:${ownerOf(path)}`)],
})

const directive: Reader = (path, of) => ({
  breaks: of(`directive:${path.replace(/^@/, '').replace(/\..*$/, '')}`),
})

const typeGone: Reader = (path, of) => ({ breaks: of(`type:${path}`) })

const readers: Readonly<Record<string, Reader>> = {
  FIELD_REMOVED: field,
  FIELD_TYPE_CHANGED: field,
  FIELD_DEPRECATION_ADDED: field,
  FIELD_DEPRECATION_REASON_ADDED: field,
  FIELD_ARGUMENT_ADDED: (path, of, change) =>
    change.criticality.level === CriticalityLevel.Breaking ? { breaks: without(path, of) } : {},
  FIELD_ARGUMENT_REMOVED: (path, of) => ({ breaks: of(`argument:${path}`) }),
  FIELD_ARGUMENT_TYPE_CHANGED: (path, of, change) => ({
    breaks: [
      ...of(`argument:${path}`),
      ...(readMeta(change, 'newArgumentType').endsWith('!') ? without(path, of) : []),
    ],
  }),
  FIELD_ARGUMENT_DEFAULT_CHANGED: (path, of) => ({ touches: without(path, of) }),
  INPUT_FIELD_REMOVED: inputField,
  INPUT_FIELD_TYPE_CHANGED: (path, of, change) => {
    const missing = readMeta(change, 'newInputFieldType').endsWith('!') ? literals(path, of) : []
    return { breaks: [...(inputField(path, of, change).breaks ?? []), ...missing] }
  },
  INPUT_FIELD_ADDED: (path, of, change) =>
    change.criticality.level === CriticalityLevel.Breaking
      ? { breaks: [...literals(path, of), ...of(`variable:${ownerOf(path)}`)] }
      : {},
  INPUT_FIELD_DEFAULT_VALUE_CHANGED: (path, of) => ({
    touches: [...literals(path, of), ...of(`variable:${ownerOf(path)}`)],
  }),
  // A value that only comes back does no harm when it no longer comes.
  ENUM_VALUE_REMOVED: (path, of) => ({
    breaks: [...of(`value:${path}`), ...of(`variable:${ownerOf(path)}`)],
    touches: of(`output:${ownerOf(path)}`),
  }),
  ENUM_VALUE_ADDED: (path, of) => ({ touches: of(`output:${ownerOf(path)}`) }),
  UNION_MEMBER_REMOVED: (path, of, change) => ({
    breaks: of(`condition:${path}.${readMeta(change, 'removedUnionMemberTypeName')}`),
  }),
  UNION_MEMBER_ADDED: (path, of) => ({ touches: of(`output:${path}`) }),
  OBJECT_TYPE_INTERFACE_REMOVED: (path, of, change) => {
    const other = readMeta(change, 'removedInterfaceName')
    return { breaks: [...of(`condition:${other}.${path}`), ...of(`condition:${path}.${other}`)] }
  },
  TYPE_REMOVED: typeGone,
  TYPE_KIND_CHANGED: typeGone,
  DIRECTIVE_REMOVED: directive,
  DIRECTIVE_LOCATION_REMOVED: directive,
  DIRECTIVE_ARGUMENT_ADDED: directive,
  DIRECTIVE_ARGUMENT_REMOVED: directive,
  DIRECTIVE_ARGUMENT_TYPE_CHANGED: directive,
  DIRECTIVE_REPEATABLE_REMOVED: directive,
  SCHEMA_QUERY_TYPE_CHANGED: (_path, of) => ({ breaks: of('root:query') }),
  SCHEMA_MUTATION_TYPE_CHANGED: (_path, of) => ({ breaks: of('root:mutation') }),
  SCHEMA_SUBSCRIPTION_TYPE_CHANGED: (_path, of) => ({ breaks: of('root:subscription') }),
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

function readMeta({ meta }: Change, name: string): string {
  const value: unknown = Reflect.get(Object(meta), name)
  return typeof value === 'string' ? value : ''
}

function hit({ given: _, ...place }: Use, effect: DocumentHit['effect']): DocumentHit {
  return { ...place, effect }
}

function isSamePlace(a: DocumentHit, b: DocumentHit): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column && a.field === b.field
}
