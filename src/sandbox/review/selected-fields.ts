import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

/** A field that a place selects. */
export interface SelectedField {
  readonly field: FieldNode
  /** The type that the nearest fragment around it asks for; undefined outside of fragments. */
  readonly on: string | undefined
}

/** What a walk over a place needs to know of its document. */
export interface Walk {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  /** Whether a selection, with all that is in it, counts. Default: every one does. */
  readonly counts?: (selection: SelectionNode) => boolean
}

/**
 * The fields that a place selects, with fragments written out. A fragment counts once, as it is
 * executed: each that spreads two others twice would double the work.
 *
 * @param sets - the selections of the place: several where it is selected several times.
 */
export function* selectedFields(
  sets: readonly SelectionSetNode[],
  walk: Walk,
  on?: string,
  written = new Set<FragmentDefinitionNode>(),
): Generator<SelectedField> {
  const { fragments, counts = () => true } = walk
  for (const selection of sets.flatMap(({ selections }) => selections)) {
    if (!counts(selection)) continue
    if (selection.kind === Kind.FIELD) {
      yield { field: selection, on }
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
    yield* selectedFields([fragment.selectionSet], walk, condition ?? on, written)
  }
}
