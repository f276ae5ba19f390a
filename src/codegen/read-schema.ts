/**
 * Tells a schema from everything else that a server may answer, by the text itself: media types
 * are set wrongly too often to be believed, and a page or an error may come with any status.
 */
import { type DocumentNode, GraphQLError, type IntrospectionSchema, Kind, parse } from 'graphql'
import { writeIntrospectionAsText } from './introspection-text.js'

export type ReadSchema =
  | { readonly document: DocumentNode }
  | {
      readonly reason: 'not_a_schema' | 'invalid_schema'
      /** What was found, to follow the words "answered with". */
      readonly finding: string
    }

/** Reads a schema text, or introspection JSON with or without `data` around it. */
export function readSchema(text: string): ReadSchema {
  const start = text.trimStart()[0]
  if (start === undefined) return notASchema('nothing')
  if (start === '<') return notASchema('a web page')
  return start === '{' || start === '[' ? readJson(text) : readText(text)
}

function readText(text: string): ReadSchema {
  if (
    !/^\s*(?:extend\s+)?(?:schema|scalar|type|interface|union|enum|input|directive)\b/m.test(text)
  ) {
    return notASchema('a text that is no schema')
  }
  try {
    const document = parse(text, { noLocation: true })
    const isSchema = document.definitions.every(
      ({ kind }) => kind !== Kind.OPERATION_DEFINITION && kind !== Kind.FRAGMENT_DEFINITION,
    )
    return isSchema ? { document } : notASchema('GraphQL operations instead of a schema')
  } catch (error) {
    return { reason: 'invalid_schema', finding: describeSyntaxError(error, text) }
  }
}

function describeSyntaxError(error: unknown, text: string): string {
  if (!(error instanceof GraphQLError)) return 'a schema that cannot be read'
  const line = error.locations?.[0]?.line ?? 1
  const isCutOff = /<EOF>|Unterminated/.test(error.message)
  return isCutOff && line >= text.trimEnd().split('\n').length
    ? `a schema that is cut off in line ${line}`
    : `a schema that cannot be read: ${error.message} (line ${line})`
}

function readJson(text: string): ReadSchema {
  let answer: unknown
  try {
    answer = JSON.parse(text)
  } catch {
    return { reason: 'invalid_schema', finding: 'JSON that is cut off or broken' }
  }
  const schema = findSchema(answer) ?? findSchema(member(answer, 'data'))
  if (schema) return readIntrospection(schema)
  const errors = member(answer, 'errors')
  const message = Array.isArray(errors) ? member(errors[0], 'message') : undefined
  return notASchema(
    typeof message === 'string' ? `the GraphQL error "${message}"` : 'JSON that holds no schema',
  )
}

function readIntrospection(schema: IntrospectionSchema): ReadSchema {
  let written: string
  try {
    written = writeIntrospectionAsText(schema)
  } catch {
    return { reason: 'invalid_schema', finding: 'an introspection result with parts missing' }
  }
  try {
    return { document: parse(written, { noLocation: true }) }
  } catch {
    return { reason: 'invalid_schema', finding: 'an introspection result that cannot be read' }
  }
}

/** The deeper form shows when the schema is written: whatever is missing there is an error. */
function findSchema(value: unknown): IntrospectionSchema | undefined {
  return isIntrospection(value) ? value.__schema : undefined
}

function isIntrospection(value: unknown): value is { readonly __schema: IntrospectionSchema } {
  const schema = member(value, '__schema')
  return Array.isArray(member(schema, 'types')) && Array.isArray(member(schema, 'directives'))
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined
}

function notASchema(finding: string): ReadSchema {
  return { reason: 'not_a_schema', finding }
}
