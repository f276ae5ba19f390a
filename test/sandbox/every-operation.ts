import {
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
} from 'graphql'

/** An operation that selects everything a root field reaches, to a depth. */
export interface GeneratedOperation {
  /** The root field. */
  readonly name: string
  readonly query: string
}

/** Writes one operation for each root field of the schema, with a variable for each argument. */
export function generateOperations(schema: GraphQLSchema, depth: number): GeneratedOperation[] {
  return (['query', 'mutation'] as const).flatMap((kind) => {
    const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType()
    return Object.values(root?.getFields() ?? {}).map((field) => {
      const declared = field.args.map(({ name, type }) => `$${name}: ${type}`)
      const passed = field.args.map(({ name }) => `${name}: $${name}`)
      const selection = writeSelection(schema, field.type, depth)
      const query = `${kind} Every${inParentheses(declared)} { ${field.name}${inParentheses(passed)}${selection} }`
      return { name: field.name, query }
    })
  })
}

type AnyField = GraphQLField<unknown, unknown>

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

/** Below the root every argument has a default. */
function writeField(schema: GraphQLSchema, field: AnyField, depth: number, alias: string): string {
  return `${alias}: ${field.name}${writeSelection(schema, field.type, depth)}`
}

function inParentheses(parts: readonly string[]): string {
  return parts.length === 0 ? '' : `(${parts.join(', ')})`
}

function isComposite(type: GraphQLOutputType): boolean {
  const named = getNamedType(type)
  return isObjectType(named) || isAbstractType(named)
}
