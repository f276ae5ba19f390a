// Answers any field of any schema with typed data that depends on nothing but the schema and the
// arguments. In this order: what the arguments said under the same name (caseDetails(caseId: "42")
// has the caseId "42", and ids hold for whatever lies below it); what the seed knows; a value made
// up for the type. Objects come into being as a query reaches them, so a schema that goes in
// circles does no harm.
import {
  type GraphQLNamedOutputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import type { Seed, SeedObject } from '../seed.js'
import { exampleLeaf, isIdName } from './example-values.js'

/** What `attachExampleData` needs beside the schema. */
export interface ExampleDataConfig {
  readonly seed: Seed
  /** Where made-up URLs point to, without a trailing slash; known once the server listens. */
  readonly baseUrl: () => string
}

/** Where an object came from: the values it was given, and its place in the graph. */
interface Origin {
  readonly given: SeedObject
  readonly key: string
}

const originKey = Symbol('origin')

/** Gives each field of the schema a resolver. */
export function attachExampleData(schema: GraphQLSchema, config: ExampleDataConfig): void {
  const { seed, baseUrl } = config
  const roots: readonly unknown[] = [schema.getQueryType(), schema.getMutationType()]

  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      field.resolve = roots.includes(type)
        ? (_, args: SeedObject) => makeUp(field.type, field.name, originOfArguments(args))
        : (source) => resolveMember(field.type, field.name, source, type.name)
    }
  }

  function resolveMember(
    type: GraphQLOutputType,
    name: string,
    source: unknown,
    parentName: string,
  ): unknown {
    const origin = originOf(source) ?? { given: {}, key: parentName }
    const given = origin.given[name]
    if (given !== undefined && fits(type, given)) return given
    const known = readMember(source, name)
    if (known !== undefined) return known
    return makeUp(type, name, { given: idsOf(origin.given), key: `${origin.key}.${name}` })
  }

  function makeUp(type: GraphQLOutputType, name: string, origin: Origin): unknown {
    const nullable = getNullableType(type)
    if (isListType(nullable)) return makeUpList(nullable.ofType, name, origin)
    if (isLeafType(nullable)) return exampleLeaf(nullable, name, origin.key, baseUrl())
    return makeUpObject(nullable, origin)
  }

  function makeUpList(type: GraphQLOutputType, name: string, origin: Origin): unknown {
    const item = getNullableType(type)
    if (isObjectType(item) && seed[item.name] !== undefined) return seed[item.name]
    const first = makeUp(item, name, origin)
    if (isLeafType(item)) return [first]
    // Arguments speak of one thing, so the second member inherits nothing from them.
    return [first, makeUp(item, name, { given: {}, key: `${origin.key}.1` })]
  }

  function makeUpObject(type: GraphQLNamedOutputType, origin: Origin): unknown {
    const member = isAbstractType(type) ? usualMember(schema.getPossibleTypes(type)) : type
    if (member === undefined) return null
    const known = seed[member.name] ?? []
    const ids = Object.values(idsOf(origin.given))
    const match = known.find((object) => Object.values(object).some((value) => ids.includes(value)))
    return { ...(match ?? known[0]), __typename: member.name, [originKey]: origin }
  }
}

/** The member of a union that means success: failures are data here, and not what is wanted. */
function usualMember<Member extends { readonly name: string }>(
  members: readonly Member[],
): Member | undefined {
  return members.find(({ name }) => !/^Invalid|Errors?$/.test(name)) ?? members[0]
}

function originOfArguments(args: SeedObject): Origin {
  const given = { ...args, ...(isObject(args.input) ? args.input : {}) }
  const ids = Object.entries(idsOf(given)).sort(([a], [b]) => (a < b ? -1 : 1))
  return { given, key: JSON.stringify(ids) }
}

function originOf(source: unknown): Origin | undefined {
  return isObject(source) && isOrigin(source[originKey]) ? source[originKey] : undefined
}

function idsOf(given: SeedObject): SeedObject {
  return Object.fromEntries(Object.entries(given).filter(([name]) => isIdName(name)))
}

function readMember(source: unknown, name: string): unknown {
  return isObject(source) ? source[name] : undefined
}

function fits(type: GraphQLOutputType, value: unknown): boolean {
  if (isNonNullType(type)) return value !== null && fits(type.ofType, value)
  if (value === null) return true
  if (isListType(type)) {
    return Array.isArray(value) && value.every((item) => fits(type.ofType, item))
  }
  if (!isLeafType(type)) return false
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
