/**
 * What a document selects, as a tree by response key: fragments written out, equal fields merged.
 *
 * There is no schema here, so what is a list, and of which type an object is, shows only in data.
 */
import type { GraphQLRequest } from '@urql/core'

export type DocumentNode = GraphQLRequest['query']
type Definition = DocumentNode['definitions'][number]
type FragmentDefinition = Extract<Definition, { kind: 'FragmentDefinition' }>
type SelectionSet = FragmentDefinition['selectionSet']

/** A selected field. */
export interface FieldNode {
  /** The response key: the alias, where there is one. */
  readonly key: string
  /** The type that a fragment asks for; undefined for what is selected of any. */
  readonly on: string | undefined
  readonly children: SelectionNode
  /** Whether it selects anything itself, if only `__typename`. */
  isComposite: boolean
  /** How many lists were seen around its objects. */
  listDepth: number
  hasArrived: boolean
  isRead: boolean
}

/** The fields that one place selects. */
export interface SelectionNode {
  readonly id: number
  readonly fields: FieldNode[]
}

/** An operation of a document. */
export interface OperationTree {
  /** Its name; `(query)` or `(mutation)` where it has none. */
  readonly name: string
  /** Adds what the document selects to a tree. */
  readonly addTo: (node: SelectionNode) => void
}

let nextId = 1

/** A place that selects nothing yet. */
export function createSelection(): SelectionNode {
  return { id: nextId++, fields: [] }
}

/** Reads the first operation of a document. */
export function readOperation({ definitions }: DocumentNode): OperationTree {
  const fragments = new Map<string, FragmentDefinition>()
  for (const definition of definitions) {
    if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition)
  }
  const operation = definitions.find((definition) => definition.kind === 'OperationDefinition')
  if (operation?.kind !== 'OperationDefinition') {
    throw new TypeError('track: the document holds no operation, only fragments')
  }
  return {
    name: operation.name?.value ?? `(${operation.operation})`,
    addTo: (node) => add(node, operation.selectionSet, undefined, fragments),
  }
}

function add(
  node: SelectionNode,
  { selections }: SelectionSet,
  on: string | undefined,
  fragments: ReadonlyMap<string, FragmentDefinition>,
  written = new Set<FragmentDefinition>(),
): void {
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      if (selection.name.value === '__typename') continue
      const field = fieldOf(node, selection.alias?.value ?? selection.name.value, on)
      if (selection.selectionSet) {
        field.isComposite = true
        add(field.children, selection.selectionSet, undefined, fragments)
      }
      continue
    }
    const fragment =
      selection.kind === 'InlineFragment' ? selection : fragments.get(selection.name.value)
    if (!fragment) continue
    if (fragment.kind === 'FragmentDefinition') {
      // Once for a place: fragments that spread each other twice would double the work.
      if (written.has(fragment)) continue
      written.add(fragment)
    }
    add(node, fragment.selectionSet, fragment.typeCondition?.name.value ?? on, fragments, written)
  }
}

function fieldOf(node: SelectionNode, key: string, on: string | undefined): FieldNode {
  const found = node.fields.find((field) => field.key === key && field.on === on)
  if (found) return found
  const field: FieldNode = {
    key,
    on,
    children: createSelection(),
    isComposite: false,
    listDepth: 0,
    hasArrived: false,
    isRead: false,
  }
  node.fields.push(field)
  return field
}

/**
 * The fields that a member of an object stands for.
 *
 * Those of the object's own type, and those of any; where there are none, or the type is not known,
 * every field whose fragment fits: all that it selects is there.
 */
export function fieldsFor(node: SelectionNode, key: string, object: object): FieldNode[] {
  const candidates = node.fields.filter((field) => field.key === key)
  if (candidates.length < 2) return candidates
  const typeName = '__typename' in object ? object.__typename : undefined
  const exact = candidates.filter(({ on }) => on === undefined || on === typeName)
  if (typeName !== undefined && exact.length > 0) return exact
  return candidates.filter(({ on }) =>
    node.fields.every((field) => field.on !== on || Object.hasOwn(object, field.key)),
  )
}

/**
 * Visits every field without fields of its own, with its path: `[]` for a list, and the type in
 * angle brackets where a place selects on several, as in `caseDetails<CaseInformation>.caseId`.
 */
export function visitLeaves(
  node: SelectionNode,
  visit: (path: string, field: FieldNode) => void,
  path = '',
): void {
  const types = new Set(node.fields.flatMap(({ on }) => on ?? []))
  for (const field of node.fields) {
    const condition = types.size > 1 && field.on !== undefined ? `<${field.on}>` : ''
    const own = `${path}${condition}${path === '' ? '' : '.'}${field.key}`
    if (field.isComposite) visitLeaves(field.children, visit, own + '[]'.repeat(field.listDepth))
    else visit(own, field)
  }
}
