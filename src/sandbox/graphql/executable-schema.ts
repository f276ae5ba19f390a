import { buildSchema, type GraphQLSchema } from 'graphql'
import { attachExampleData, type ExampleDataConfig } from './example-data.js'
import { applyScalarRules } from './scalars.js'

/**
 * Builds a schema that answers every field.
 *
 * Throws a `TypeError` that names the option when the text is not a valid schema.
 */
export function createExecutableSchema(sdl: string, config: ExampleDataConfig): GraphQLSchema {
  const schema = parseSchema(sdl)
  applyScalarRules(schema)
  attachExampleData(schema, config)
  return schema
}

function parseSchema(sdl: string): GraphQLSchema {
  try {
    return buildSchema(sdl)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new TypeError(`createSandbox: schema is not valid SDL: ${reason}`, { cause })
  }
}
