// How much a document selects, by the document alone: how many fields, and which types it takes
// whole. Whether anybody reads them cannot be seen from here.
import {
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql'
import { selectedFields } from './selected-fields.js'

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

  function measure(
    sets: readonly SelectionSetNode[],
    type: GraphQLNamedType,
    path: readonly string[],
  ): number {
    const places = new Map<GraphQLNamedType, Map<string, Selected>>()
    for (const { field, on } of selectedFields(sets, { fragments })) {
      const place = (on && schema.getType(on)) || type
      const fields = places.get(place) ?? new Map<string, Selected>()
      places.set(place, fields)
      const name = field.name.value
      const key = field.alias?.value ?? name
      const found = fields.get(key) ?? { name, sets: [] }
      fields.set(key, found)
      if (field.selectionSet) found.sets.push(field.selectionSet)
    }
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
