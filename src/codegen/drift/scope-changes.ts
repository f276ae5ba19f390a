import { type DocumentNode, Kind } from 'graphql'
import { type Fragments, readRootSelections, readScope } from '../operation-policies.js'
import { type AppDocument, documentOf, nameOf, placeOf } from './app-documents.js'
import type { ScopeChange } from './schema-report.js'

export interface ScopeSettings {
  /** The scope that each operation was generated with. */
  readonly requiredScopes: Readonly<Record<string, string>>
  /** The scopes that the client was granted, where they are known. */
  readonly grantedScopes: readonly string[] | undefined
  /** The scope of each policy, besides the known ones. */
  readonly scopes: Readonly<Record<string, string>>
}

/** Tells whether a schema text shows policies at all; introspection leaves them out. */
export function showsPolicies(schema: DocumentNode): boolean {
  return schema.definitions.some(
    (node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION &&
      node.fields?.some((field) =>
        field.directives?.some(({ name }) => name.value === 'authorize'),
      ),
  )
}

/** The root fields of the documents that ask for other scopes in the live schema. */
export function findScopeChanges(
  snapshot: DocumentNode,
  live: DocumentNode,
  documents: readonly AppDocument[],
  settings: ScopeSettings,
): readonly ScopeChange[] {
  const fragments: Fragments = new Map(
    documents.flatMap(({ node }) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [],
    ),
  )
  return documents.flatMap((document) => {
    const { node } = document
    if (node.kind !== Kind.OPERATION_DEFINITION) return []
    const known = node.name && settings.requiredScopes[node.name.value]
    const before = readRootSelections(snapshot, node, fragments)
    const after = readRootSelections(live, node, fragments)
    return after.flatMap((selection, index): ScopeChange[] => {
      const old = known === undefined ? scopesOf(before[index]?.policies, settings) : [known]
      const now = scopesOf(selection.policies, settings)
      if (old.join() === now.join()) return []
      const enough = settings.grantedScopes ?? old
      const breaks = !now.every((scope) => enough.includes(scope))
      return [
        {
          // A root field may be written in a fragment.
          ...placeOf(documentOf(documents, selection.node) ?? document, selection.node),
          operation: nameOf(node),
          field: selection.node.name.value,
          before: old,
          after: now,
          effect: breaks ? 'breaks' : 'touches',
        },
      ]
    })
  })
}

/** A policy whose scope nobody knows stands for itself. */
function scopesOf(policies: readonly string[] = [], { scopes }: ScopeSettings): readonly string[] {
  return [...new Set(policies.map((policy) => readScope(policy, scopes) ?? policy))].sort()
}
