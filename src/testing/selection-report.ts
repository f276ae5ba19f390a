import { type SelectionNode, visitLeaves } from './selection-tree.js'

/**
 * What became of the fields that one operation selects. Fields are named by path, such as
 * `me.accessibleOrganizations[].name`; only those without fields of their own are listed, and
 * `__typename` never is.
 */
export interface OperationSelectionReport {
  /** `(query)` or `(mutation)` where the operation has no name. */
  readonly operationName: string
  /** How many results passed the tracker. */
  readonly results: number
  /** All of them: the three lists below together. */
  readonly selected: readonly string[]
  readonly read: readonly string[]
  /** They arrived at least once, and were never read. */
  readonly neverRead: readonly string[]
  /** No result held them: a list was empty, say, or an object of another type. */
  readonly neverArrived: readonly string[]
}

/** What became of the fields of all operations: plain data. */
export interface SelectionReport {
  readonly operations: readonly OperationSelectionReport[]
}

/** Lists the fields of one operation. */
export function reportOperation(
  operationName: string,
  results: number,
  selection: SelectionNode,
): OperationSelectionReport {
  const selected = new Set<string>()
  const arrived = new Set<string>()
  const read = new Set<string>()
  visitLeaves(selection, (path, { hasArrived, isRead }) => {
    selected.add(path)
    if (hasArrived) arrived.add(path)
    if (isRead) read.add(path)
  })
  const paths = [...selected]
  return {
    operationName,
    results,
    selected: paths,
    read: paths.filter((path) => read.has(path)),
    neverRead: paths.filter((path) => arrived.has(path) && !read.has(path)),
    neverArrived: paths.filter((path) => !arrived.has(path)),
  }
}

/** Writes a report as text, a paragraph for each operation. */
export function formatSelectionReport({ operations }: SelectionReport): string {
  return operations.map(formatOperation).join('\n')
}

function formatOperation(operation: OperationSelectionReport): string {
  const { neverArrived, neverRead, operationName, read, results, selected } = operation
  const lists = { 'never read': neverRead, 'never arrived': neverArrived }
  return [
    `${operationName}: ${read.length} of ${selected.length} fields read; results: ${results}`,
    ...Object.entries(lists).flatMap(([name, paths]) =>
      paths.length > 0 ? [`  ${name}: ${paths.join(', ')}`] : [],
    ),
  ].join('\n')
}
