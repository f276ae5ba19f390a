/** One rule that an input breaks; each kind is a type of the vendor's schema. */
export type Problem = {
  /** Path inside the input; positions in lists are numbers as text. */
  readonly fieldPath: readonly string[]
  /** For people to read. */
  readonly message: string
} & (
  | { readonly kind: 'Required' | 'Unresolvable' | 'Other' }
  | { readonly kind: 'MinLength'; readonly minLength: number }
  | { readonly kind: 'MaxLength'; readonly maxLength: number }
  | { readonly kind: 'StringLength'; readonly minLength: number; readonly maxLength: number }
  | { readonly kind: 'Range'; readonly minimum: number; readonly maximum: number }
)

/** What a change that was refused gives instead of its result. */
export interface Rejection {
  readonly problems: readonly Problem[]
}

/** The result of a change, or why nothing was changed. */
export type Outcome<Value> = Value | Rejection

/** Whether a change was refused. */
export function isRejected<Value extends object>(outcome: Outcome<Value>): outcome is Rejection {
  return 'problems' in outcome
}

/** A value that has to be there and is not. */
export function required(fieldPath: readonly string[]): Problem {
  return { kind: 'Required', fieldPath, message: `${nameOf(fieldPath)} is required.` }
}

/** An id that leads nowhere, or to where this client may not go. */
export function unresolvable(fieldPath: readonly string[]): Problem {
  return {
    kind: 'Unresolvable',
    fieldPath,
    message: `${nameOf(fieldPath)} does not exist, or is out of reach.`,
  }
}

/** A rule without a type of its own. */
export function other(fieldPath: readonly string[], message: string): Problem {
  return { kind: 'Other', fieldPath, message }
}

/** Refuses with a single problem. */
export function reject(problem: Problem): Rejection {
  return { problems: [problem] }
}

function nameOf(fieldPath: readonly string[]): string {
  return fieldPath.join('.')
}
