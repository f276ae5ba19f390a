import { buildASTSchema, type DocumentNode, type GraphQLSchema, parse } from 'graphql'
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

/**
 * The texts that were read last, with what they say. Most sandboxes of a test suite serve the same text,
 * or the same without a field, and reading it takes most of the time that starting one takes.
 */
const documents = new Map<string, DocumentNode>()
const mostDocuments = 2

function parseSchema(sdl: string): GraphQLSchema {
  const known = documents.get(sdl)
  if (known) return buildASTSchema(known, { assumeValidSDL: true })
  try {
    const document = parse(sdl)
    const schema = buildASTSchema(document)
    const [oldest = ''] = documents.keys()
    if (documents.size === mostDocuments) documents.delete(oldest)
    documents.set(sdl, document)
    return schema
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new TypeError(`createSandbox: schema is not valid SDL: ${reason}`, { cause })
  }
}
