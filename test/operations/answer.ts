// A server in process that answers any document with a chosen member of every union and a chosen
// value of every enum: the sandbox shows the usual ones only.
import {
  type DocumentNode,
  execute,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { schema } from './support.js'

export interface Choice {
  /** Which member of each union, which value of each enum; counted round. */
  readonly pick: number
  /** Whether fields that may be null are null, and lists empty. */
  readonly empty: boolean
}

const leaves: Readonly<Record<string, unknown>> = {
  Boolean: true,
  Int: 2_147_483_647,
  Decimal: 33.333_333_333_333_336,
  Date: '2024-02-29',
  DateTime: '2026-11-23T09:30:00.1234567+13:00',
  URL: 'https://api.example.test/files/1?x=y',
}

/** Executes a document. Fields of the root are never null: a null there shows nothing. */
export async function answer(
  document: DocumentNode,
  variableValues: Record<string, unknown>,
  choice: Choice,
): Promise<unknown> {
  const result = await execute({
    schema,
    document,
    variableValues,
    fieldResolver: (_source, _args, _context, { returnType, parentType }) =>
      makeUp(returnType, choice, isRoot(parentType.name)),
    typeResolver: (value) =>
      typeof value === 'object' && value !== null && 'member' in value
        ? String(value.member)
        : undefined,
  })
  if (result.errors) throw new Error(result.errors.map(({ message }) => message).join('\n'))
  // As it would arrive: without prototypes and such.
  return JSON.parse(JSON.stringify(result.data))
}

function isRoot(name: string): boolean {
  return name === 'Query' || name === 'Mutation'
}

function makeUp(type: GraphQLOutputType, choice: Choice, root = false): unknown {
  if (isNonNullType(type)) return makeUp(type.ofType, choice, true)
  if (choice.empty && !root) return null
  if (isListType(type)) {
    const named = getNamedType(type)
    const all = isAbstractType(named) ? schema.getPossibleTypes(named).length : 1
    // Every member at once: lists are where they meet.
    return choice.empty
      ? []
      : Array.from({ length: all }, (_, at) =>
          makeUp(type.ofType, { ...choice, pick: choice.pick + at }),
        )
  }
  if (isEnumType(type)) {
    const values = type.getValues()
    return values[choice.pick % values.length]?.name
  }
  if (isAbstractType(type)) {
    const members = schema.getPossibleTypes(type)
    return { member: members[choice.pick % members.length]?.name }
  }
  return isObjectType(type) ? {} : (leaves[type.name] ?? 'text')
}
