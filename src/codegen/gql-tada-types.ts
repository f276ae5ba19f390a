/**
 * A graphql-codegen preset that writes a schema as the one type that gql.tada reads, in the short
 * form of its own command: `initGraphQLTada<{ introspection: introspection }>()`.
 *
 * Only what a document can reach from the root types goes into it, without descriptions, and what
 * is said a thousand times has a name: the compiler reads this type for each document.
 */
import { type DocumentNode, Kind, type TypeDefinitionNode, type TypeNode } from 'graphql'
import { type Preset, writtenBy } from './generated-file.js'
import { compareNaturally } from './natural-order.js'
import { readReachableTypes, readRoots } from './reachable-types.js'

export const gqlTadaTypes: Preset = {
  buildGeneratesSection: (options) => [writtenBy(options, writeIntrospection(options.schema))],
}

type Types = ReadonlyMap<string, TypeDefinitionNode>

const ownScalars = ['Boolean', 'Float', 'ID', 'Int', 'String']

function writeIntrospection(schema: DocumentNode): string {
  const roots = readRoots(schema)
  const types: Types = readReachableTypes(schema, [...roots.values()])
  const entries = [
    ...ownScalars.map((name) => [name, 'unknown'] as const),
    ...[...types].map(([name, type]) => [name, writeType(type, types)] as const),
  ]
  const lines = entries
    .sort(([a], [b]) => compareNaturally(a, b))
    .map(([name, text]) => `    ${name}: ${text};`)
  const root = (operation: string) => (roots.has(operation) ? `'${roots.get(operation)}'` : 'never')
  return `type Ref<Kind, Name> = { kind: Kind; name: Name; ofType: null };
type NonNull<Type> = { kind: 'NON_NULL'; name: never; ofType: Type };
type List<Type> = { kind: 'LIST'; name: never; ofType: Type };
type Field<Name, Type> = { name: Name; type: Type };
type Input<Name, Type, Default = null> = { name: Name; type: Type; defaultValue: Default };

/** The schema, as the \`initGraphQLTada\` of gql.tada takes it. */
export type introspection = {
  name: never;
  query: ${root('query')};
  mutation: ${root('mutation')};
  subscription: ${root('subscription')};
  types: {
${lines.join('\n')}
  };
};
`
}

function writeType(type: TypeDefinitionNode, types: Types): string {
  const name = `'${type.name.value}'`
  switch (type.kind) {
    case Kind.SCALAR_TYPE_DEFINITION:
      return 'unknown'
    case Kind.ENUM_TYPE_DEFINITION:
      return `{ name: ${name}; enumValues: ${union(type.values)} }`
    case Kind.UNION_TYPE_DEFINITION:
      return `{ kind: 'UNION'; name: ${name}; fields: {}; possibleTypes: ${union(type.types)} }`
    case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
      const isOneOf = type.directives?.some((directive) => directive.name.value === 'oneOf')
      const fields = (type.fields ?? []).map(
        (field) =>
          `Input<'${field.name.value}', ${writeReference(field.type, types)}${field.defaultValue ? ', string' : ''}>`,
      )
      return `{ kind: 'INPUT_OBJECT'; name: ${name}; isOneOf: ${isOneOf === true}; inputFields: [${fields.join(', ')}] }`
    }
    case Kind.OBJECT_TYPE_DEFINITION:
      return `{ kind: 'OBJECT'; name: ${name}; fields: ${writeFields(type, types)} }`
    case Kind.INTERFACE_TYPE_DEFINITION: {
      const possible = [...types.values()].filter(
        (other) =>
          other.kind === Kind.OBJECT_TYPE_DEFINITION &&
          other.interfaces?.some((one) => one.name.value === type.name.value),
      )
      return `{ kind: 'INTERFACE'; name: ${name}; fields: ${writeFields(type, types)}; possibleTypes: ${union(possible)} }`
    }
  }
}

function writeFields(
  { fields = [] }: Extract<TypeDefinitionNode, { readonly interfaces?: unknown }>,
  types: Types,
): string {
  const written = fields.map(({ name: { value }, type }) => {
    return `${value}: Field<'${value}', ${writeReference(type, types)}>`
  })
  return `{ ${written.join('; ')} }`
}

function writeReference(type: TypeNode, types: Types): string {
  if (type.kind === Kind.NON_NULL_TYPE) return `NonNull<${writeReference(type.type, types)}>`
  if (type.kind === Kind.LIST_TYPE) return `List<${writeReference(type.type, types)}>`
  const found = types.get(type.name.value)
  const kind = found ? introspectionKinds[found.kind] : 'SCALAR'
  return `Ref<'${kind}', '${type.name.value}'>`
}

const introspectionKinds: Record<TypeDefinitionNode['kind'], string> = {
  [Kind.SCALAR_TYPE_DEFINITION]: 'SCALAR',
  [Kind.OBJECT_TYPE_DEFINITION]: 'OBJECT',
  [Kind.INTERFACE_TYPE_DEFINITION]: 'INTERFACE',
  [Kind.UNION_TYPE_DEFINITION]: 'UNION',
  [Kind.ENUM_TYPE_DEFINITION]: 'ENUM',
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: 'INPUT_OBJECT',
}

function union(named: readonly { readonly name: { readonly value: string } }[] = []): string {
  return named.map(({ name }) => `'${name.value}'`).join(' | ') || 'never'
}
