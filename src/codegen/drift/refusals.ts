/**
 * What the live schema refuses in an application's documents, as a server would when they are sent.
 *
 * It is asked twice: whether what is written at a place still goes, for the changes that a document
 * meets there; and for whatever no single change explains.
 */
import {
  type ASTNode,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  specifiedRules,
  validate,
} from 'graphql'
import { type AppDocument, documentOf, placeOf } from './app-documents.js'
import type { DocumentProblem } from './schema-report.js'

export interface Refusals {
  readonly problems: readonly DocumentProblem[]
  /** Tells whether something at the node, or written inside it, is refused. */
  readonly isRefused: (node: ASTNode) => boolean
}

/** Rules about tidiness, which a server does not apply to what is sent to it one by one. */
const tidiness = ['NoUnusedFragmentsRule', 'NoUnusedVariablesRule', 'LoneAnonymousOperationRule']

export function findRefusals(schema: GraphQLSchema, documents: readonly AppDocument[]): Refusals {
  const definitions = documents.map(({ node }) => node)
  const rules = specifiedRules.filter(({ name }) => !tidiness.includes(name))
  const errors = validate(schema, { kind: Kind.DOCUMENT, definitions }, rules, { maxErrors: 1000 })
  const refused = errors.flatMap(({ nodes = [] }) => nodes)
  return {
    problems: errors.flatMap((error) => describe(error, documents)),
    isRefused: (node) =>
      // What is wrong inside a selection need not be wrong with the field that it belongs to.
      refused.some((one) => one === node || (node.kind !== Kind.FIELD && isInside(one, node))),
  }
}

function isInside({ loc: inner }: ASTNode, { loc: outer }: ASTNode): boolean {
  if (!inner || !outer || inner.source !== outer.source) return false
  return outer.start <= inner.start && inner.end <= outer.end
}

function describe(
  { nodes, message }: GraphQLError,
  documents: readonly AppDocument[],
): readonly DocumentProblem[] {
  const node = nodes?.[0]
  const document = node && documentOf(documents, node)
  if (node === undefined || document === undefined) return []
  return [{ ...placeOf(document, node), field: '', message }]
}
