/**
 * Which policies an operation meets: the `@authorize` directives on the root fields that it
 * selects, directly or by way of fragments.
 *
 * Read from syntax trees, since a schema object knows nothing of applied directives.
 */
import {
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { readRoots } from './reachable-types.js'

/** A root field that an operation selects, and what its schema asks for. */
export interface RootSelection {
  readonly node: FieldNode
  readonly policies: readonly string[]
}

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

export function collectFragments(documents: readonly DocumentNode[]): Fragments {
  const definitions = documents.flatMap((document) => document.definitions)
  return new Map(
    definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [],
    ),
  )
}

export function readRootSelections(
  schema: DocumentNode,
  { operation, selectionSet }: OperationDefinitionNode,
  fragments: Fragments,
): readonly RootSelection[] {
  const fields = rootFields(schema, operation)
  return selectedFields(selectionSet, fragments).map((node) => ({
    node,
    policies: policiesOf(fields.find((field) => field.name.value === node.name.value)),
  }))
}

// Unconfirmed, as the snapshot says: read from the names.
const scopeOfPolicy: ReadonlyMap<string, string> = new Map([
  ['ReadOnly', 'read-only'],
  ['CaseManagement', 'case-management'],
  ['ApiManagement', 'api-management'],
])

/** @returns undefined for a policy that neither we nor the application know a scope of. */
export function readScope(
  policy: string,
  scopes: Readonly<Record<string, string>>,
): string | undefined {
  return Object.hasOwn(scopes, policy) ? scopes[policy] : scopeOfPolicy.get(policy)
}

/** The fields of a root type, wherever the schema text defines or extends it. */
function rootFields(
  schema: DocumentNode,
  operation: OperationDefinitionNode['operation'],
): readonly FieldDefinitionNode[] {
  const root = readRoots(schema).get(operation)
  return schema.definitions.flatMap((node) =>
    (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION) &&
    node.name.value === root
      ? (node.fields ?? [])
      : [],
  )
}

/** @param spread - names of the fragments entered so far: those of a broken document may circle. */
function selectedFields(
  { selections }: SelectionSetNode,
  fragments: Fragments,
  spread: readonly string[] = [],
): FieldNode[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node]
    if (node.kind === Kind.INLINE_FRAGMENT) {
      return selectedFields(node.selectionSet, fragments, spread)
    }
    const name = node.name.value
    const fragment = spread.includes(name) ? undefined : fragments.get(name)
    return fragment ? selectedFields(fragment.selectionSet, fragments, [...spread, name]) : []
  })
}

function policiesOf(field: FieldDefinitionNode | undefined): string[] {
  return (field?.directives ?? [])
    .filter(({ name }) => name.value === 'authorize')
    .flatMap((directive) => directive.arguments ?? [])
    .flatMap(({ name, value }) =>
      name.value === 'policy' && value.kind === Kind.STRING ? [value.value] : [],
    )
}
