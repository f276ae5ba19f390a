// What a client can tell of its own selections, such as the report of `createSelectionTracker` in
// `firstaml-client/testing`. It is plain data, so any client can make it.

/** What became of the selections of one operation. */
export interface OperationSelectionInput {
  readonly operationName: string
  /** Paths of fields that were read. */
  readonly read: readonly string[]
  /** Paths of fields that arrived and that nobody read. */
  readonly neverRead: readonly string[]
}

/** What became of all selections. */
export interface SelectionInput {
  readonly operations: readonly OperationSelectionInput[]
}

/** What a review may be told besides what it saw. */
export interface ReviewInput {
  /** What the client reads of what it selects, such as the report of a selection tracker. */
  readonly selection?: SelectionInput | undefined
}

/**
 * Checks what was handed in.
 *
 * Throws a `TypeError` that names the option.
 */
export function readSelectionInput(given: unknown): SelectionInput | undefined {
  if (given === undefined) return undefined
  if (isRecord(given) && Array.isArray(given.operations)) {
    const operations: readonly unknown[] = given.operations
    if (operations.every(isOperation)) return { operations }
  }
  throw new TypeError(
    'review: selection must be { operations: [{ operationName, read, neverRead }] }, such as the report of a selection tracker',
  )
}

function isOperation(value: unknown): value is OperationSelectionInput {
  return (
    isRecord(value) &&
    typeof value.operationName === 'string' &&
    isTextList(value.read) &&
    isTextList(value.neverRead)
  )
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
