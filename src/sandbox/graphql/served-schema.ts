// The schema as it is served now: as text, for introspection and for execution. Fields can be taken
// out of it and put back, which is how a test sees its integration meet a schema that has changed.
import { Kind, parse } from 'graphql'

/** Takes fields out of the schema and puts them back. */
export interface SchemaChanges {
  /**
   * Takes a field of an object, interface or input type out of the schema: it is neither in the
   * text nor in introspection, and operations that select it are not valid.
   *
   * Throws a `TypeError` when there is no such field, or when the schema does not hold without it.
   *
   * @param field - such as `CaseInformation.reference`.
   */
  readonly dropField: (field: string) => void
  /** Puts it back. Throws a `TypeError` when it was not taken out. */
  readonly restoreField: (field: string) => void
}

/** The schema, with what is made of it. */
export interface ServedSchema<Parts> extends SchemaChanges {
  /** What was made of the schema as it is now. */
  readonly parts: () => Parts
  /** Puts every field back. */
  readonly restoreAll: () => void
}

/**
 * Makes the parts, and makes them anew when the schema changes.
 *
 * @param make - throws for text that is no valid schema.
 */
export function createServedSchema<Parts>(
  sdl: string,
  make: (sdl: string) => Parts,
): ServedSchema<Parts> {
  const dropped = new Set<string>()
  let parts = make(sdl)

  function remake(change: () => void, undo: () => void, complaint: string): void {
    change()
    try {
      parts = make(withoutFields(sdl, dropped))
    } catch (cause) {
      undo()
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new TypeError(`${complaint}: ${reason}`, { cause })
    }
  }

  return {
    parts: () => parts,
    restoreAll() {
      if (dropped.size === 0) return
      dropped.clear()
      parts = make(sdl)
    },
    dropField(field) {
      const isThere = !dropped.has(field) && findFields(sdl).some(({ name }) => name === field)
      if (!isThere) throw new TypeError('dropField: the schema has no such field; say Type.field')
      remake(
        () => dropped.add(field),
        () => dropped.delete(field),
        'dropField: the schema does not hold without this field',
      )
    },
    restoreField(field) {
      if (!dropped.has(field)) throw new TypeError('restoreField: this field was not taken out')
      remake(
        () => dropped.delete(field),
        () => dropped.add(field),
        'restoreField: the schema does not hold with this field',
      )
    },
  }
}

/** Cuts fields out of the text and leaves the rest of it as it is. */
function withoutFields(sdl: string, dropped: ReadonlySet<string>): string {
  return findFields(sdl)
    .filter(({ name }) => dropped.has(name))
    .toSorted((one, two) => two.start - one.start)
    .reduce((text, { start, end }) => {
      const lineStart = text.slice(0, start).replace(/[ \t]+$/, '')
      return lineStart + text.slice(end).replace(/^[ \t]*\r?\n/, '')
    }, sdl)
}

interface FieldPlace {
  readonly name: string
  readonly start: number
  readonly end: number
}

function findFields(sdl: string): readonly FieldPlace[] {
  return parse(sdl).definitions.flatMap((definition) => {
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.OBJECT_TYPE_EXTENSION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_EXTENSION:
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      case Kind.INPUT_OBJECT_TYPE_EXTENSION:
        return (definition.fields ?? []).map(({ name, loc }) => ({
          name: `${definition.name.value}.${name.value}`,
          start: loc?.start ?? 0,
          end: loc?.end ?? 0,
        }))
      default:
        return []
    }
  })
}
