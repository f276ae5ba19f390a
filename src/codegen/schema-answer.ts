import type { DocumentNode } from 'graphql'
import type { SchemaPullReason } from './schema-pull-error.js'

/** Which question was answered with a schema. */
export type SchemaServed = 'schemaUrl' | 'sdl' | 'introspection'

/** A schema, and where it came from. */
export interface SchemaAnswer {
  readonly document: DocumentNode
  readonly served: SchemaServed
  /** The address that served, without its query string. */
  readonly url: string
}

/** No schema: what came instead. */
export interface Refusal {
  readonly reason: SchemaPullReason
  /** What was found, to follow the address in a sentence. */
  readonly finding: string
  readonly status?: number
}

export function isRefusal<T extends object>(answer: T | Refusal): answer is Refusal {
  return 'finding' in answer
}

/** A URL as a message may show it: without the query string, which may hold secrets. */
export function showUrl(url: URL): string {
  return `${url.origin}${url.pathname}`
}
