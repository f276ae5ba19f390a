// How much a document selects, by the document alone: how many fields, and which types it takes
// whole. Whether anybody reads them cannot be seen from here.
import {
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql'

/** What a document selects. */
export interface SelectionSize {
  /** Fields without a selection of their own, `__typename` not counted. */
  readonly leaves: number
  /** Large types of which every field is selected, with the place: `caseDetails: CaseEntity (14)`. */
  readonly wholeTypes: readonly string[]
}

/** Types with fewer fields may be selected whole: an address is not too much. */
const largeType = 10

/** Measures a selection and everything below it, with fragments written out. */
export function measureSelection(
  schema: GraphQLSchema,
  root: SelectionSetNode,
  rootType: GraphQLNamedType,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionSize {
  const wholeTypes = new Set<string>()

  /**
   * Collects what a place selects, for each type that it selects on. A fragment counts once: each
   * that spreads two others twice would double the work.
   */
  function collect(
    { selections }: SelectionSetNode,
    type: GraphQLNamedType,
    into: Map<GraphQLNamedType, Map<string, Selected>>,
    written: Set<FragmentDefinitionNode>,
  ): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value
        const fields = into.get(type) ?? new Map<string, Selected>()
        into.set(type, fields)
        const key = selection.alias?.value ?? name
        const found = fields.get(key) ?? { name, sets: [] }
        fields.set(key, found)
        if (selection.selectionSet) found.sets.push(selection.selectionSet)
        continue
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
      if (!fragment) continue
      if (fragment.kind === Kind.FRAGMENT_DEFINITION) {
        if (written.has(fragment)) continue
        written.add(fragment)
      }
      const condition = fragment.typeCondition?.name.value
      collect(
        fragment.selectionSet,
        (condition && schema.getType(condition)) || type,
        into,
        written,
      )
    }
  }

  function measure(
    sets: readonly SelectionSetNode[],
    type: GraphQLNamedType,
    path: readonly string[],
  ): number {
    const places = new Map<GraphQLNamedType, Map<string, Selected>>()
    const written = new Set<FragmentDefinitionNode>()
    for (const set of sets) collect(set, type, places, written)
    let leaves = 0
    for (const [on, fields] of places) {
      const names = new Set([...fields.values()].map(({ name }) => name))
      if (isObjectType(on)) {
        const all = Object.values(on.getFields()).filter((field) => !field.deprecationReason)
        if (all.length >= largeType && all.every(({ name }) => names.has(name))) {
          wholeTypes.add(`${path.join('.')}: ${on.name} (${all.length} fields)`)
        }
      }
      for (const [key, { name, sets: below }] of fields) {
        if (name === '__typename') continue
        const field = isObjectType(on) || isInterfaceType(on) ? on.getFields()[name] : undefined
        leaves +=
          below.length > 0 && field ? measure(below, getNamedType(field.type), [...path, key]) : 1
      }
    }
    return leaves
  }

  return { leaves: measure([root], rootType, []), wholeTypes: [...wholeTypes] }
}

interface Selected {
  readonly name: string
  readonly sets: SelectionSetNode[]
}
