// Reads the arguments of a mutation. GraphQL has checked their types before, so what is of another
// type here comes from a schema the world does not know, and counts as not given. Every node knows
// its path, and the problems of one input gather in one list.
import { other, type Problem, required, unresolvable } from './problems.js'

/** An input object, or the arguments of a field. */
export interface Input {
  /** Path of a member. */
  readonly at: (name: string) => readonly string[]
  /** What is wrong with the whole input as far as it was read. */
  readonly problems: Problem[]
  /** Whether the member is there, be it as `null`. */
  readonly has: (name: string) => boolean
  /**
   * Text that is not blank; `undefined` otherwise. More than `maxLength` characters (default 250)
   * are a problem.
   */
  readonly text: (name: string, maxLength?: number) => string | undefined
  /** The same; when there is none, that is a problem, and the answer is empty. */
  readonly requiredText: (name: string, maxLength?: number) => string
  /** An id, which the schema has as text in one place and as number in another. */
  readonly id: (name: string) => string
  readonly flag: (name: string) => boolean | undefined
  readonly number: (name: string) => number | undefined
  /** Each text of a list with its path. */
  readonly texts: (name: string) => readonly { readonly value: string; readonly path: string[] }[]
  readonly node: (name: string) => Input | undefined
  readonly nodes: (name: string) => readonly Input[]
}

const defaultMaxLength = 250

/** Makes the reader of an input object. */
export function createInput(
  value: unknown,
  path: readonly string[] = [],
  problems: Problem[] = [],
): Input {
  const members: ReadonlyMap<string, unknown> = new Map(
    isObject(value) ? Object.entries(value) : [],
  )
  const at = (name: string) => [...path, name]
  const listOf = (name: string): readonly unknown[] => {
    const list = members.get(name)
    return Array.isArray(list) ? list : []
  }

  function text(name: string, maxLength = defaultMaxLength): string | undefined {
    const found = members.get(name)
    if (typeof found !== 'string' || found.trim() === '') return undefined
    if (found.length > maxLength) {
      const message = `${name} may have ${maxLength} characters at the most.`
      problems.push({ kind: 'MaxLength', fieldPath: at(name), message, maxLength })
    }
    return found
  }

  return {
    at,
    problems,
    has: (name) => members.has(name),
    text,
    requiredText(name, maxLength) {
      const found = text(name, maxLength)
      if (found === undefined) problems.push(required(at(name)))
      return found ?? ''
    },
    id: (name) => String(members.get(name) ?? ''),
    flag(name) {
      const found = members.get(name)
      return typeof found === 'boolean' ? found : undefined
    },
    number(name) {
      const found = members.get(name)
      return typeof found === 'number' ? found : undefined
    },
    texts: (name) =>
      listOf(name).map((item, index) => ({ value: String(item), path: [...at(name), `${index}`] })),
    node(name) {
      const found = members.get(name)
      return isObject(found) ? createInput(found, at(name), problems) : undefined
    },
    nodes: (name) =>
      listOf(name).map((item, index) => createInput(item, [...at(name), `${index}`], problems)),
  }
}

/** Notes that a list has too few members. */
export function checkMinLength(input: Input, name: string, count: number): void {
  if (count > 0) return
  const message = `${name} needs at least one member.`
  input.problems.push({ kind: 'MinLength', fieldPath: input.at(name), message, minLength: 1 })
}

/** Notes that an id leads nowhere. */
export function noteUnresolvable(input: Input, name: string): void {
  input.problems.push(unresolvable(input.at(name)))
}

/** Notes a plain problem with a member. */
export function noteOther(input: Input, name: string, message: string): void {
  input.problems.push(other(input.at(name), message))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
