import { buildSchema, type GraphQLSchema } from 'graphql'
import { createExampleData } from './example-data.js'
import { attachResolvers } from './resolvers.js'
import type { RootField } from './root-fields.js'
import { applyScalarRules } from './scalars.js'

/** What `createExecutableSchema` needs beside the text. */
export interface ExecutableSchemaConfig {
  readonly rootFields: Readonly<Record<string, RootField>>
  readonly settle: () => void
  /** Where made-up URLs point to, without a trailing slash; known once the server listens. */
  readonly baseUrl: () => string
}

/**
 * Builds a schema that answers every field.
 *
 * Throws a `TypeError` that names the option when the text is not a valid schema.
 */
export function createExecutableSchema(sdl: string, config: ExecutableSchemaConfig): GraphQLSchema {
  const schema = parseSchema(sdl)
  applyScalarRules(schema)
  const examples = createExampleData(schema, config.baseUrl)
  attachResolvers(schema, { ...config, examples })
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
