/**
 * Puts a schema document into the order of graphql-js' `lexicographicSortSchema`.
 *
 * It works on the syntax tree, because a schema object knows nothing of applied directives such as
 * `@authorize(policy: …)`. Those keep the order they were written in, which has a meaning.
 */
import {
  type DefinitionNode,
  type DocumentNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  print,
  visit,
} from 'graphql'
import { compareNaturally } from './natural-order.js'

export function sortDocument(document: DocumentNode): DocumentNode {
  return visit(document, {
    Document: {
      leave: (node) => ({ ...node, definitions: [...node.definitions].sort(compareDefinitions) }),
    },
    DirectiveDefinition: {
      leave: (node) => ({
        ...node,
        arguments: byName(node.arguments),
        locations: [...node.locations].sort((a, b) => compareNaturally(a.value, b.value)),
      }),
    },
    FieldDefinition: { leave: (node) => ({ ...node, arguments: byName(node.arguments) }) },
    ObjectTypeDefinition: { leave: sortFieldsAndInterfaces },
    ObjectTypeExtension: { leave: sortFieldsAndInterfaces },
    InterfaceTypeDefinition: { leave: sortFieldsAndInterfaces },
    InterfaceTypeExtension: { leave: sortFieldsAndInterfaces },
    InputObjectTypeDefinition: { leave: (node) => ({ ...node, fields: byName(node.fields) }) },
    InputObjectTypeExtension: { leave: (node) => ({ ...node, fields: byName(node.fields) }) },
    EnumTypeDefinition: { leave: (node) => ({ ...node, values: byName(node.values) }) },
    EnumTypeExtension: { leave: (node) => ({ ...node, values: byName(node.values) }) },
    UnionTypeDefinition: { leave: (node) => ({ ...node, types: byName(node.types) }) },
    UnionTypeExtension: { leave: (node) => ({ ...node, types: byName(node.types) }) },
  })
}

interface Named {
  readonly name: { readonly value: string }
}

function byName<T extends Named>(nodes: readonly T[] = []): T[] {
  return [...nodes].sort((a, b) => compareNaturally(a.name.value, b.name.value))
}

function sortFieldsAndInterfaces<
  T extends { readonly fields?: readonly Named[]; readonly interfaces?: readonly Named[] },
>(node: T): T {
  return { ...node, fields: byName(node.fields), interfaces: byName(node.interfaces) }
}

/** The schema first, then directives, then types, each with its extensions right after it. */
function compareDefinitions(a: DefinitionNode, b: DefinitionNode): number {
  return (
    rank(a) - rank(b) ||
    compareNaturally(nameOf(a), nameOf(b)) ||
    Number(isExtension(a)) - Number(isExtension(b)) ||
    // Extensions of one type have no name to tell them apart.
    compareNaturally(print(a), print(b))
  )
}

function rank(node: DefinitionNode): number {
  if (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION) return 0
  return isTypeDefinitionNode(node) || isTypeExtensionNode(node) ? 2 : 1
}

function nameOf(node: DefinitionNode): string {
  return 'name' in node ? (node.name?.value ?? '') : ''
}

function isExtension(node: DefinitionNode): boolean {
  return node.kind === Kind.SCHEMA_EXTENSION || isTypeExtensionNode(node)
}
