import {
  type ASTNode,
  type DocumentNode,
  isTypeDefinitionNode,
  Kind,
  type TypeDefinitionNode,
  visit,
} from 'graphql'

/** The names of the root types, by operation. */
export function readRoots({ definitions }: DocumentNode): ReadonlyMap<string, string> {
  const named = definitions.flatMap((node) =>
    node.kind === Kind.SCHEMA_DEFINITION ? node.operationTypes : [],
  )
  if (named.length > 0) {
    return new Map(named.map(({ operation, type }) => [operation, type.name.value]))
  }
  const usual = [
    ['query', 'Query'],
    ['mutation', 'Mutation'],
    ['subscription', 'Subscription'],
  ] as const
  return new Map(
    usual.filter(([, type]) =>
      definitions.some(
        (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === type,
      ),
    ),
  )
}

/** The types that a document can come to from the types given, those included, by name. */
export function readReachableTypes(
  { definitions }: DocumentNode,
  start: readonly string[],
): ReadonlyMap<string, TypeDefinitionNode> {
  const types = new Map(
    definitions.filter(isTypeDefinitionNode).map((node) => [node.name.value, node]),
  )
  const reached = new Map<string, TypeDefinitionNode>()
  const enter = (name: string) => {
    const type = types.get(name)
    if (type === undefined || reached.has(name)) return
    reached.set(name, type)
    for (const next of namesIn(type)) enter(next)
    if (type.kind !== Kind.INTERFACE_TYPE_DEFINITION) return
    for (const [other, node] of types) {
      if ('interfaces' in node && node.interfaces?.some((one) => one.name.value === name)) {
        enter(other)
      }
    }
  }
  for (const name of start) enter(name)
  return reached
}

function namesIn(type: ASTNode): string[] {
  const names: string[] = []
  visit(type, {
    enter: (node) => {
      if (node.kind !== Kind.NAMED_TYPE) return
      names.push(node.name.value)
    },
  })
  return names
}
