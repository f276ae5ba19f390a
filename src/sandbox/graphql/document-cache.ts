// Documents parsed and validated once for each text: integrations send few different ones, over and
// over.
import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql'

/** A document that can be executed, or what is wrong with it. */
export type PreparedDocument =
  | { readonly document: DocumentNode }
  | { readonly errors: readonly GraphQLError[] }

/** Texts remembered. */
const capacity = 500

type DocumentCache = (query: string) => PreparedDocument

const caches = new WeakMap<GraphQLSchema, DocumentCache>()

/** The cache of a schema, the same for everybody who asks: the endpoint, the review, every sandbox. */
export function documentCacheOf(schema: GraphQLSchema): DocumentCache {
  const cache = caches.get(schema) ?? createDocumentCache(schema)
  caches.set(schema, cache)
  return cache
}

function createDocumentCache(schema: GraphQLSchema): DocumentCache {
  const known = new Map<string, PreparedDocument>()
  return (query) => {
    let prepared = known.get(query)
    if (prepared === undefined) {
      prepared = prepare(schema, query)
      if (known.size >= capacity) known.clear()
      known.set(query, prepared)
    }
    return prepared
  }
}

function prepare(schema: GraphQLSchema, query: string): PreparedDocument {
  let document: DocumentNode
  try {
    document = parse(query)
  } catch (error) {
    return { errors: [withCode(parseErrorOf(error), 'GRAPHQL_PARSE_FAILED')] }
  }
  const errors = validate(schema, document)
  if (errors.length === 0) return { document }
  return { errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) }
}

/** The parser calls itself for each level, so the call stack sets a limit to them. */
function parseErrorOf(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error
  if (error instanceof RangeError) return new GraphQLError('The document is nested too deeply.')
  throw error
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  Object.assign(error.extensions, { code })
  return error
}
