/**
 * Data that knows what is read of it.
 *
 * It is a copy, made at once and whole: each object is a proxy over a plain object that holds the
 * proxies below it, so a member is always what the proxy says it is, even when the application
 * freezes or changes what it got. Lists are plain arrays.
 */
import { type FieldNode, fieldsFor, type SelectionNode } from './selection-tree.js'

export interface DataTracking {
  /** Copies data so that reads are noted in the tree; the same data gives the same copy. */
  readonly wrap: (source: unknown, nodes: readonly SelectionNode[]) => unknown
  /** What a copy was made from; anything else as it is. */
  readonly unwrap: (value: unknown) => unknown
}

export function createDataTracking(): DataTracking {
  const copies = new WeakMap<object, Map<string, object>>()
  const sources = new WeakMap<object, object>()

  function wrap(source: unknown, nodes: readonly SelectionNode[]): unknown {
    if (!isTree(source) || sources.has(source)) return source
    const place = nodes.map(({ id }) => id).join()
    const known = copies.get(source) ?? new Map<string, object>()
    copies.set(source, known)
    const found = known.get(place)
    if (found) return found
    const copy = Array.isArray(source)
      ? source.map((item) => wrap(item, nodes))
      : wrapObject(source, nodes)
    known.set(place, copy)
    sources.set(copy, source)
    return copy
  }

  function wrapObject(source: object, nodes: readonly SelectionNode[]): object {
    const selected = new Map<string, readonly FieldNode[]>()
    const members = Object.entries(source).map(([key, value]): [string, unknown] => {
      const fields = nodes.flatMap((node) => fieldsFor(node, key, source))
      if (fields.length > 0) selected.set(key, fields)
      for (const field of fields) {
        field.hasArrived = true
        field.listDepth = Math.max(field.listDepth, depthOf(value))
      }
      const below = fields.flatMap(({ isComposite, children }) => (isComposite ? children : []))
      return [key, below.length > 0 ? wrap(value, below) : value]
    })
    const note = (key: string | symbol) => {
      if (typeof key === 'symbol') return
      for (const field of selected.get(key) ?? []) field.isRead = true
    }
    return new Proxy(Object.fromEntries(members), {
      get(target, key, receiver) {
        note(key)
        return Reflect.get(target, key, receiver)
      },
      has(target, key) {
        note(key)
        return Reflect.has(target, key)
      },
    })
  }

  return {
    wrap,
    unwrap: (value) => (isTree(value) ? (sources.get(value) ?? value) : value),
  }
}

/** Lists and plain objects; what an exchange made of a scalar, such as a `Date`, is a leaf. */
function isTree(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function depthOf(value: unknown): number {
  return Array.isArray(value) ? 1 + Math.max(0, ...value.map(depthOf)) : 0
}
