// What a GraphQL document asks for, found out once for each text: integrations send few different
// ones, over and over.
import {
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql'
import { requiredScopes } from '../graphql/authorization.js'
import { documentCacheOf } from '../graphql/document-cache.js'
import type { GraphqlParams } from './arrival.js'
import { isIncluded } from './inclusion.js'
import { selectedFields } from './selected-fields.js'
import { measureSelection, type SelectionSize } from './selection-size.js'

/** A root field that is asked for. */
export interface AnalysedField {
  readonly name: string
  readonly scopes: readonly string[]
}

/** An operation of a valid document. */
export interface AnalysedOperation {
  /** Such as `query Me`, or `query` alone where it has no name. */
  readonly label: string
  /** The name alone; `null` where it has none. */
  readonly name: string | null
  /** The root fields that are asked for with these variables. */
  readonly fields: (variables: GraphqlParams['variables']) => readonly AnalysedField[]
  readonly size: SelectionSize
}

/** Finds the operation of a request; `undefined` when it cannot be carried out. */
export type AnalyseOperation = (params: GraphqlParams) => AnalysedOperation | undefined

/** Texts remembered. */
const capacity = 500

/** Makes the analysis of documents against the schema that is served at the time. */
export function createAnalysis(schema: () => GraphQLSchema): AnalyseOperation {
  const known = new Map<string, readonly AnalysedOperation[]>()
  let knownFor = schema()
  return ({ query, operationName }) => {
    if (knownFor !== schema()) {
      knownFor = schema()
      known.clear()
    }
    let operations = known.get(query)
    if (operations === undefined) {
      operations = analyse(knownFor, query)
      if (known.size >= capacity) known.clear()
      known.set(query, operations)
    }
    return operationName === undefined && operations.length === 1
      ? operations[0]
      : operations.find(({ name }) => name === operationName)
  }
}

function analyse(schema: GraphQLSchema, text: string): readonly AnalysedOperation[] {
  const prepared = documentCacheOf(schema)(text)
  if ('errors' in prepared) return []
  const { document } = prepared
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  }
  return document.definitions.flatMap((node) => {
    const root =
      node.kind === Kind.OPERATION_DEFINITION ? schema.getRootType(node.operation) : undefined
    return node.kind === Kind.OPERATION_DEFINITION && root
      ? [describe(schema, node, root, fragments)]
      : []
  })
}

function describe(
  schema: GraphQLSchema,
  node: OperationDefinitionNode,
  root: GraphQLObjectType,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): AnalysedOperation {
  const name = node.name?.value ?? null
  const fieldsWith = (variables: GraphqlParams['variables']) => {
    const counts = (selection: SelectionNode) => isIncluded(selection, node, variables)
    const selected = selectedFields([node.selectionSet], { fragments, counts })
    return [...selected].flatMap(({ field: { name } }): readonly AnalysedField[] => {
      const field = root.getFields()[name.value]
      return field ? [{ name: field.name, scopes: requiredScopes(field) }] : []
    })
  }
  return {
    label: name === null ? node.operation : `${node.operation} ${name}`,
    name,
    fields: fieldsWith,
    size: measureSelection(schema, node.selectionSet, root, fragments),
  }
}
