import { buildSchema, type GraphQLSchema } from 'graphql'
import { attachResolvers } from './resolvers.js'
import { applyScalarRules } from './scalars.js'

/**
 * The schemas that were served last, by their text. Most sandboxes of a test suite serve the same text,
 * or the same without a field, and making a schema of it takes most of the time that starting one takes.
 */
const schemas = new Map<string, GraphQLSchema>()
const mostSchemas = 2

/**
 * The schema of a text, which answers every field. All sandboxes that serve the text share it: what one
 * has of its own comes with each request, as `ResolverContext`.
 *
 * Throws a `TypeError` that names the option when the text is not a valid schema.
 */
export function executableSchemaOf(sdl: string): GraphQLSchema {
  const schema = schemas.get(sdl) ?? makeSchema(sdl)
  // Last in the order of the map, whose first is what nobody has asked for the longest.
  schemas.delete(sdl)
  schemas.set(sdl, schema)
  const [oldest = ''] = schemas.keys()
  if (schemas.size > mostSchemas) schemas.delete(oldest)
  return schema
}

function makeSchema(sdl: string): GraphQLSchema {
  const schema = parseSchema(sdl)
  applyScalarRules(schema)
  attachResolvers(schema)
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
