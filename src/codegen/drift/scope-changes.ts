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
  const roots = documents.flatMap((document) => {
    const { node } = document
    if (node.kind !== Kind.OPERATION_DEFINITION) return []
    const known = node.name && settings.requiredScopes[node.name.value]
    const before = readRootSelections(snapshot, node, fragments)
    return readRootSelections(live, node, fragments).map((selection, index) => ({
      document,
      node: selection.node,
      before: known === undefined ? scopesOf(before[index]?.policies, settings) : [known],
      after: scopesOf(selection.policies, settings),
    }))
  })
  const enough = settings.grantedScopes ?? roots.flatMap(({ before }) => before)
  return roots
    .filter(({ before, after }) => before.join() !== after.join())
    .map(({ document, node, before, after }) => ({
      // A root field may be written in a fragment.
      ...placeOf(documentOf(documents, node) ?? document, node),
      operation: nameOf(document.node),
      field: node.name.value,
      before,
      after,
      effect: after.every((scope) => enough.includes(scope)) ? 'touches' : 'breaks',
    }))
}

/** A policy whose scope nobody knows stands for itself. */
function scopesOf(policies: readonly string[] = [], { scopes }: ScopeSettings): readonly string[] {
  return [...new Set(policies.map((policy) => readScope(policy, scopes) ?? policy))].sort()
}
