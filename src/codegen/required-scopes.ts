/**
 * A graphql-codegen preset that writes which scope each operation needs, from the `@authorize`
 * directives on the root fields that it selects.
 *
 * An operation whose field has no directive is left out: a schema that was read by introspection
 * has none, and a scope that nobody named must not be made up.
 */
import { type DocumentNode, Kind, type OperationDefinitionNode } from 'graphql'
import { type Preset, writtenBy } from './generated-file.js'
import { compareNaturally } from './natural-order.js'
import { collectFragments, readRootSelections, readScope } from './operation-policies.js'

type Scopes = Readonly<Record<string, string>>

/** @param scopes - the scope of each policy, besides the known ones. */
export function requiredScopesPreset(scopes: Scopes): Preset {
  return {
    buildGeneratesSection: (options) => {
      const documents = options.documents.flatMap(({ document }) => (document ? [document] : []))
      return [writtenBy(options, writeScopes(options.schema, documents, scopes))]
    },
  }
}

function writeScopes(
  schema: DocumentNode,
  documents: readonly DocumentNode[],
  scopes: Scopes,
): string {
  const fragments = collectFragments(documents)
  const lines = documents
    .flatMap((document) => document.definitions)
    .filter((node) => node.kind === Kind.OPERATION_DEFINITION)
    .flatMap((node) => {
      const policies = readRootSelections(schema, node, fragments).flatMap((root) => root.policies)
      const scope = scopeOf(node, new Set(policies), scopes)
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
  scopes: Scopes,
): string | undefined {
  const [policy, ...others] = policies
  if (policy === undefined) return undefined
  const label = name?.value ?? `a ${operation} without a name`
  if (others.length > 0) {
    throw new Error(
      `${label} needs more than one scope (policies ${[...policies].join(', ')}). Make an operation of each.`,
    )
  }
  const scope = readScope(policy, scopes)
  if (scope !== undefined) return scope
  throw new Error(
    `${label} needs the policy ${policy}, whose scope is not known. Name it in the option scopes of firstAmlCodegen.`,
  )
}
