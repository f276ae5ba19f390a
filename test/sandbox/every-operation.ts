import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'

/** An operation that selects everything a root field reaches, to a depth. */
export interface GeneratedOperation {
  readonly name: string
  readonly query: string
}

/** Writes one operation for each root field of the schema, with literal arguments. */
export function generateOperations(schema: GraphQLSchema, depth: number): GeneratedOperation[] {
  return (['query', 'mutation'] as const).flatMap((kind) => {
    const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType()
    return Object.values(root?.getFields() ?? {}).map((field) => ({
      name: field.name,
      query: `${kind} Every_${field.name} { ${writeField(schema, field, depth, field.name)} }`,
    }))
  })
}

type AnyField = GraphQLField<unknown, unknown>

function writeField(schema: GraphQLSchema, field: AnyField, depth: number, alias: string): string {
  const given = field.args
    .filter((argument) => isNonNullType(argument.type) && argument.defaultValue === undefined)
    .map((argument) => `${argument.name}: ${writeValue(argument.type)}`)
  const list = given.length === 0 ? '' : `(${given.join(', ')})`
  return `${alias}: ${field.name}${list}${writeSelection(schema, field.type, depth)}`
}

function writeSelection(schema: GraphQLSchema, type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type)
  if (isAbstractType(named)) {
    const members = schema.getPossibleTypes(named).map((member) => {
      return `... on ${member.name}${writeSelection(schema, member, depth)}`
    })
    return ` { __typename ${members.join(' ')} }`
  }
  if (!isObjectType(named)) return ''
  const fields = Object.values(named.getFields())
    .filter((field) => depth > 0 || !isComposite(field.type))
    // An alias per type, since members of a union may give one name different types.
    .map((field) => writeField(schema, field, depth - 1, `${named.name}_${field.name}`))
  return ` { __typename ${fields.join(' ')} }`
}

function isComposite(type: GraphQLOutputType): boolean {
  const named = getNamedType(type)
  return isObjectType(named) || isAbstractType(named)
}

const scalarLiterals: Readonly<Record<string, string>> = {
  Boolean: 'true',
  Int: '42',
  Float: '1.5',
  Decimal: '1.5',
  Date: '"2026-01-02"',
  DateTime: '"2026-01-02T03:04:05Z"',
  URL: '"https://example.test/hook"',
}

function writeValue(type: GraphQLInputType): string {
  const nullable = getNullableType(type)
  if (isListType(nullable)) return `[${writeValue(nullable.ofType)}]`
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name ?? 'null'
  if (!isInputObjectType(nullable)) return scalarLiterals[nullable.name] ?? '"42"'
  const members = Object.values(nullable.getFields())
    .filter((field) => isNonNullType(field.type) && field.defaultValue === undefined)
    .map((field) => `${field.name}: ${writeValue(field.type)}`)
  return `{ ${members.join(', ')} }`
}
