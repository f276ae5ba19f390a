/**
 * Compares the data of a response with what schema and document promise: which fields are there,
 * which may be null, what each leaf looks like. Independent of codegen, so that it can say whether
 * the generated types are right about what comes back.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionNode,
} from 'graphql'
import { operationOf } from './support.js'

type Leaf = (value: unknown) => boolean

const isText: Leaf = (value) => typeof value === 'string'
const matches =
  (pattern: RegExp): Leaf =>
  (value) =>
    typeof value === 'string' && pattern.test(value)

const leaves: Readonly<Record<string, Leaf>> = {
  String: isText,
  ID: isText,
  Boolean: (value) => typeof value === 'boolean',
  Int: (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31,
  Float: Number.isFinite,
  Decimal: Number.isFinite,
  Date: matches(/^\d{4}-\d{2}-\d{2}$/),
  DateTime: matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/),
  URL: matches(/^https?:\/\/\S+$/),
}

/** @returns what is wrong, each with its path; empty when nothing is. */
export function checkResult(
  schema: GraphQLSchema,
  document: DocumentNode,
  data: unknown,
): readonly string[] {
  const problems: string[] = []
  const fragments = new Map(
    document.definitions.flatMap((node): [string, FragmentDefinitionNode][] =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [],
    ),
  )
  const { operation, selectionSet } = operationOf(document)
  const root = operation === 'mutation' ? schema.getMutationType() : schema.getQueryType()
  if (root) checkObject(root, selectionSet.selections, data, 'data')
  return problems

  function check(
    type: GraphQLOutputType,
    selections: readonly SelectionNode[],
    value: unknown,
    path: string,
  ): void {
    if (isNonNullType(type)) {
      if (value === null) problems.push(`${path} is null, and ${type} cannot be`)
      else check(type.ofType, selections, value, path)
    } else if (value === null) {
      return
    } else if (isListType(type)) {
      if (!Array.isArray(value)) problems.push(`${path} is no list`)
      else
        for (const [at, item] of value.entries()) {
          check(type.ofType, selections, item, `${path}.${at}`)
        }
    } else if (isObjectType(type)) {
      checkObject(type, selections, value, path)
    } else if (isAbstractType(type)) {
      const name = isRecord(value) ? value.__typename : undefined
      const member = schema.getPossibleTypes(type).find((possible) => possible.name === name)
      if (member) checkObject(member, selections, value, path)
      else problems.push(`${path} is a ${name}, which is no ${type.name}`)
    } else if (isEnumType(type)) {
      if (!type.getValues().some(({ name }) => name === value)) {
        problems.push(`${path} is no value of ${type.name}`)
      }
    } else if (!leaves[type.name]?.(value)) {
      problems.push(`${path} is no ${type.name}`)
    }
  }

  function checkObject(
    type: GraphQLObjectType,
    selections: readonly SelectionNode[],
    value: unknown,
    path: string,
  ): void {
    if (!isRecord(value)) {
      problems.push(`${path} is no ${type.name}`)
      return
    }
    const fields = fieldsFor(type, selections)
    for (const [key, { name, selectionSet }] of fields) {
      const field = type.getFields()[name.value]
      const at = `${path}.${key}`
      if (!(key in value)) problems.push(`${at} is missing`)
      else if (field) check(field.type, selectionSet?.selections ?? [], value[key], at)
      else if (name.value !== '__typename') problems.push(`${at} is no field of ${type.name}`)
      else if (value[key] !== type.name) problems.push(`${at} is not ${type.name}`)
    }
    for (const key of Object.keys(value)) {
      if (!fields.has(key)) problems.push(`${path}.${key} was not asked for`)
    }
  }

  /** The fields that a selection has for a type, through all fragments, by key. */
  function fieldsFor(
    type: GraphQLObjectType,
    selections: readonly SelectionNode[],
  ): ReadonlyMap<string, FieldNode> {
    return mergeFields(
      selections.flatMap(function expand(node): FieldNode[] {
        if (node.kind === Kind.FIELD) return [node]
        const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value)
        const condition = fragment?.typeCondition?.name.value
        const known = condition === undefined ? type : schema.getType(condition)
        const applies = known === type || (isAbstractType(known) && schema.isSubType(known, type))
        return applies && fragment ? fragment.selectionSet.selections.flatMap(expand) : []
      }),
    )
  }
}

/** One node for each key: two selections of a field are one with the subfields of both. */
function mergeFields(nodes: readonly FieldNode[]): ReadonlyMap<string, FieldNode> {
  const merged = new Map<string, FieldNode>()
  for (const node of nodes) {
    const key = node.alias?.value ?? node.name.value
    const selections = [
      ...(merged.get(key)?.selectionSet?.selections ?? []),
      ...(node.selectionSet?.selections ?? []),
    ]
    merged.set(key, { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } })
  }
  return merged
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
