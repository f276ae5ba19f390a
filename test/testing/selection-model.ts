// Random documents with data that fits them and reads of it, and what a report must then say: the
// model works on paths alone, without proxies and without a document tree.
import fc from 'fast-check'

/** A selected field: a leaf, or with fields of its own, in so many lists. */
export interface Shape {
  readonly name: string
  readonly alias: string | undefined
  readonly lists: number
  readonly fields: readonly Shape[] | undefined
}

const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), {
  minLength: 1,
  maxLength: 4,
})

/** Selections so many levels deep. */
function shapesTo(depth: number): fc.Arbitrary<readonly Shape[]> {
  return names.chain((all) => fc.tuple(...all.map((name) => shapeOf(name, depth))))
}

function shapeOf(name: string, depth: number): fc.Arbitrary<Shape> {
  const none = fc.constant(undefined)
  return fc.record({
    name: fc.constant(name),
    alias: fc.option(fc.constant(`${name}_`), { nil: undefined }),
    lists: fc.nat(2),
    fields: depth === 0 ? none : fc.oneof(none, shapesTo(depth - 1)),
  })
}

export const documents = shapesTo(3)

const keyOf = ({ alias, name }: Shape) => alias ?? name

export function textOf(fields: readonly Shape[]): string {
  const inner = fields.map(
    (shape) =>
      `${shape.alias === undefined ? '' : `${shape.alias}: `}${shape.name} ${shape.fields ? textOf(shape.fields) : ''}`,
  )
  return `{ __typename ${inner.join(' ')} }`
}

/** Makes data that fits, drawing nulls and lengths of lists. */
export function dataOf(fields: readonly Shape[], draw: (below: number) => number): unknown {
  const makeValue = (shape: Shape, lists: number): unknown => {
    if (draw(5) === 0) return null
    if (lists > 0) return Array.from({ length: draw(3) }, () => makeValue(shape, lists - 1))
    return shape.fields ? dataOf(shape.fields, draw) : draw(100)
  }
  return Object.fromEntries(fields.map((shape) => [keyOf(shape), makeValue(shape, shape.lists)]))
}

/** What the model knows of leaves: whether they came, and whether they were read. */
export interface Books {
  readonly arrived: Set<string>
  readonly read: Set<string>
  /** How many lists each field showed, by its path without brackets. */
  readonly depths: Map<string, number>
}

/** Reads some of the data, chosen by lot, and keeps books of it on the way. */
export function visitData(
  plain: unknown,
  tracked: unknown,
  fields: readonly Shape[],
  draw: (below: number) => number,
  books: Books,
  path: readonly string[] = [],
): void {
  for (const shape of fields) {
    const key = keyOf(shape)
    const here = [...path, key]
    const value = memberOf(plain, key)
    note(books.depths, here.join('.'), depthOf(value))
    if (!shape.fields) {
      books.arrived.add(here.join('.'))
      if (draw(2) === 0) continue
      books.read.add(here.join('.'))
      memberOf(tracked, key)
      continue
    }
    const shown: unknown = draw(4) === 0 ? undefined : memberOf(tracked, key)
    const lot = shown === undefined ? () => 0 : draw
    const items = flatten(value)
    const copies = flatten(shown)
    for (const [index, item] of items.entries()) {
      visitData(item, copies[index], shape.fields, lot, books, here)
    }
  }
}

/** The paths of all leaves, with the brackets of the lists that were seen. */
export function leafPaths(
  fields: readonly Shape[],
  { depths }: Books,
  path: readonly string[] = [],
  shown = '',
): ReadonlyArray<{ readonly key: string; readonly shown: string }> {
  return fields.flatMap((shape) => {
    const here = [...path, keyOf(shape)]
    const own = `${shown}${shown === '' ? '' : '.'}${keyOf(shape)}`
    const key = here.join('.')
    if (!shape.fields) return [{ key, shown: own }]
    return leafPaths(
      shape.fields,
      { arrived: new Set(), read: new Set(), depths },
      here,
      own + '[]'.repeat(depths.get(key) ?? 0),
    )
  })
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function flatten(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(flatten)
  return value === null || value === undefined ? [] : [value]
}

function depthOf(value: unknown): number {
  return Array.isArray(value) ? 1 + Math.max(0, ...value.map(depthOf)) : 0
}

function note(depths: Map<string, number>, key: string, depth: number): void {
  depths.set(key, Math.max(depths.get(key) ?? 0, depth))
}
