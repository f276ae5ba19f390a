/**
 * A graphql-codegen preset that writes which scope each operation needs, from the `@authorize`
 * directives on the root fields that it selects.
 *
 * An operation whose field has no directive is left out: a schema that was read by introspection
 * has none, and a scope that nobody named must not be made up.
 */
import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { type Preset, withHeader } from './generated-file.js'
import { compareNaturally } from './natural-order.js'

// Unconfirmed, as the snapshot says: read from the names.
const scopeOfPolicy: ReadonlyMap<string, string> = new Map([
  ['ReadOnly', 'read-only'],
  ['CaseManagement', 'case-management'],
  ['ApiManagement', 'api-management'],
])

export const requiredScopes: Preset = {
  buildGeneratesSection: (options) => {
    const documents = options.documents.flatMap(({ document }) => (document ? [document] : []))
    const content = writeScopes(options.schema, documents)
    return [
      withHeader({
        ...options,
        plugins: [{ requiredScopes: {} }],
        pluginMap: { requiredScopes: { plugin: () => content } },
      }),
    ]
  },
}

function writeScopes(schema: DocumentNode, documents: readonly DocumentNode[]): string {
  const definitions = documents.flatMap((document) => document.definitions)
  const fragments = new Map(
    definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node.selectionSet]] : [],
    ),
  )
  const lines = definitions
    .filter((node) => node.kind === Kind.OPERATION_DEFINITION)
    .flatMap((node) => {
      const fields = rootFields(schema, node.operation)
      const policies = selectedNames(node.selectionSet, fragments).flatMap((name) =>
        policiesOf(fields.find((field) => field.name.value === name)),
      )
      const scope = scopeOf(node, new Set(policies))
      return node.name && scope ? [`  ${node.name.value}: '${scope}',`] : []
    })
    .sort(compareNaturally)
  return `/** The scope that each operation needs: \`me.scopes\` tells those that a client has. */
export const requiredScopes = {
${lines.join('\n')}
} as const;

/** A scope that some operation needs. */
export type RequiredScope = (typeof requiredScopes)[keyof typeof requiredScopes];
`
}

function scopeOf(
  { name, operation }: OperationDefinitionNode,
  policies: ReadonlySet<string>,
): string | undefined {
  const [policy, ...others] = policies
  if (policy === undefined) return undefined
  const label = name?.value ?? `a ${operation} without a name`
  if (others.length > 0) {
    throw new Error(
      `${label} needs more than one scope (policies ${[...policies].join(', ')}). Make an operation of each.`,
    )
  }
  const scope = scopeOfPolicy.get(policy)
  if (scope !== undefined) return scope
  throw new Error(
    `${label} needs the policy ${policy}, whose scope is not known. Name it in scopeOfPolicy (src/codegen/required-scopes.ts).`,
  )
}

/** The fields of a root type, wherever the schema text defines or extends it. */
function rootFields(
  { definitions }: DocumentNode,
  operation: OperationDefinitionNode['operation'],
): readonly FieldDefinitionNode[] {
  const named = definitions
    .flatMap((node) => (node.kind === Kind.SCHEMA_DEFINITION ? node.operationTypes : []))
    .find((type) => type.operation === operation)?.type.name.value
  const usual = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}`
  return definitions.flatMap((node) =>
    (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION) &&
    node.name.value === (named ?? usual)
      ? (node.fields ?? [])
      : [],
  )
}

function selectedNames(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, SelectionSetNode>,
): string[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node.name.value]
    const inner =
      node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : fragments.get(node.name.value)
    return inner ? selectedNames(inner, fragments) : []
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
