// Answers any field of any schema with typed data that depends on nothing but the schema and the
// arguments: first what the arguments said under the same name (of box(id: "b1") the id is "b1",
// and ids hold for whatever lies below it), then a value made up for the type. Objects come into
// being as a query reaches them, so a schema that goes in circles does no harm.
import {
  type GraphQLNamedOutputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql'
import { exampleLeaf, isIdName } from './example-values.js'
import type { FieldShape, View } from './view.js'

/** Makes up answers. `baseUrl` is where made-up URLs point to, without a trailing slash. */
export interface ExampleData {
  /** The answer of a root field. */
  readonly answerRoot: (field: FieldShape, args: View, baseUrl: string) => unknown
  /** The value of a field of an object that was made up, or is known but for this field. */
  readonly answerMember: (field: FieldShape, source: unknown, baseUrl: string) => unknown
}

/** Where an object came from: the values it was given, and its place in the graph. */
interface Origin {
  readonly given: View
  readonly key: string
}

const originKey = Symbol('origin')

export function createExampleData(schema: GraphQLSchema): ExampleData {
  return {
    answerRoot: ({ type, name }, args, baseUrl) =>
      makeUp(type, name, originOfArguments(args), baseUrl),
    answerMember({ type, name }, source, baseUrl) {
      const origin = originOf(source)
      const given = origin.given[name]
      if (given !== undefined && fits(type, given)) return given
      const within = { given: idsOf(origin.given), key: `${origin.key}.${name}` }
      return makeUp(type, name, within, baseUrl)
    },
  }

  function makeUp(type: GraphQLOutputType, name: string, origin: Origin, baseUrl: string): unknown {
    const nullable = getNullableType(type)
    if (isListType(nullable)) return makeUpList(nullable.ofType, name, origin, baseUrl)
    if (isLeafType(nullable)) return exampleLeaf(nullable, name, origin.key, baseUrl)
    return makeUpObject(nullable, origin)
  }

  function makeUpList(
    type: GraphQLOutputType,
    name: string,
    origin: Origin,
    baseUrl: string,
  ): unknown {
    const item = getNullableType(type)
    const first = makeUp(item, name, origin, baseUrl)
    if (isLeafType(item)) return [first]
    // Arguments speak of one thing, so the second member inherits nothing from them.
    return [first, makeUp(item, name, { given: {}, key: `${origin.key}.1` }, baseUrl)]
  }

  function makeUpObject(type: GraphQLNamedOutputType, origin: Origin): unknown {
    const member = isAbstractType(type) ? usualMember(schema.getPossibleTypes(type)) : type
    return member === undefined ? null : { __typename: member.name, [originKey]: origin }
  }
}

/** The member of a union that means success: failures are data here, and not what is wanted. */
function usualMember<Member extends { readonly name: string }>(
  members: readonly Member[],
): Member | undefined {
  return members.find(({ name }) => !/^Invalid|Errors?$/.test(name)) ?? members[0]
}

function originOfArguments(args: View): Origin {
  const given = { ...args, ...(isObject(args.input) ? args.input : {}) }
  return { given, key: keyOf(given) }
}

function originOf(source: unknown): Origin {
  if (!isObject(source)) return { given: {}, key: '' }
  const origin = source[originKey]
  return isOrigin(origin) ? origin : { given: idsOf(source), key: keyOf(source) }
}

function idsOf(given: Readonly<Record<string, unknown>>): View {
  return Object.fromEntries(Object.entries(given).filter(([name]) => isIdName(name)))
}

function keyOf(given: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.entries(idsOf(given)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Whether a value can stand where the type is asked for. */
function fits(type: GraphQLOutputType, value: unknown): boolean {
  if (isNonNullType(type)) return value !== null && fits(type.ofType, value)
  if (value === null) return true
  if (isListType(type)) {
    return Array.isArray(value) && value.every((item) => fits(type.ofType, item))
  }
  return isLeafType(type) && isSerializable(type, value)
}

/** Whether a scalar or an enum can show a value. */
export function isSerializable(
  type: { readonly serialize: (value: unknown) => unknown },
  value: unknown,
): boolean {
  try {
    return type.serialize(value) !== undefined
  } catch {
    return false
  }
}

function isObject(value: unknown): value is Readonly<Record<PropertyKey, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isOrigin(value: unknown): value is Origin {
  return isObject(value) && 'given' in value && 'key' in value
}
