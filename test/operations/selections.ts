// What a document selects, its fragments written out.
import {
  type DocumentNode,
  type GraphQLCompositeType,
  getNamedType,
  isCompositeType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { operationOf, schema } from './support.js'

export interface Selection {
  readonly type: GraphQLCompositeType
  /** Names of the selected fields, by the type that they are selected on: the type, or a member. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>
}

/** Every selection set of the operation, its fragments written out. */
export function selectionsOf(document: DocumentNode): Selection[] {
  const found: Selection[] = []
  const types = new TypeInfo(schema)
  visit(
    inlineFragments(document),
    visitWithTypeInfo(types, {
      Field(node) {
        const type = types.getType()
        const named = type ? getNamedType(type) : undefined
        if (!node.selectionSet || !isCompositeType(named)) return
        const fields = new Map<string, Set<string>>()
        const collect = (selections: typeof node.selectionSet.selections, on: string) => {
          for (const inner of selections) {
            if (inner.kind === Kind.FIELD) {
              fields.set(on, (fields.get(on) ?? new Set()).add(inner.name.value))
            } else if (inner.kind === Kind.INLINE_FRAGMENT) {
              collect(inner.selectionSet.selections, inner.typeCondition?.name.value ?? on)
            }
          }
        }
        collect(node.selectionSet.selections, named.name)
        found.push({ type: named, fields })
      },
    }),
  )
  return found
}

function inlineFragments(document: DocumentNode): DocumentNode {
  const bodies = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [],
    ),
  )
  const inlined: DocumentNode = visit(document, {
    FragmentSpread(node) {
      const { typeCondition, selectionSet } = bodies.get(node.name.value) ?? {}
      return selectionSet && { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet }
    },
  })
  return { ...inlined, definitions: [operationOf(inlined)] }
}

/** How many leaf fields an operation selects, not counting what is said of rejected input. */
export function sizeOf(document: DocumentNode): number {
  let size = 0
  visit(inlineFragments(document), {
    enter(node) {
      if (node.kind === Kind.FIELD && !node.selectionSet) size++
      const aside = node.kind === Kind.INLINE_FRAGMENT && node.typeCondition?.name.value
      return aside === 'ValidationErrors' ? false : undefined
    },
  })
  return size
}
