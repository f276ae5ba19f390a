import { Kind } from 'graphql'
import { packagedSchema } from '../codegen-options.js'
import { collectFragments, readRootSelections, readScope } from '../operation-policies.js'
import { documentOf, loadAppDocuments, nameOf, placeOf } from './app-documents.js'
import { loadSchema, parseSchema } from './live-schema.js'
import type { DocumentPlace } from './schema-report.js'

/** What {@link readDocumentScopes} takes; paths are relative to `cwd`. */
export interface DocumentScopesOptions {
  /** Globs of the application's documents, as for `firstAmlCodegen`. */
  readonly documents: string | readonly string[]
  /** The schema file that they are written for; default: this package's snapshot. */
  readonly schema?: string | undefined
  /** The scope that a policy of the schema stands for, besides the known ones. */
  readonly scopes?: Readonly<Record<string, string>> | undefined
  /** Default: the current directory. */
  readonly cwd?: string | undefined
}

/** A root field that a document selects, and the scopes that it needs. */
export interface DocumentScopes extends DocumentPlace {
  /** A policy whose scope nobody knows stands for itself. */
  readonly scopes: readonly string[]
}

/**
 * Tells which scopes an application's documents need, and where: compare them with `me.scopes`.
 *
 * @throws GenerateError when the schema or a document cannot be read.
 *
 * @example
 * ```ts
 * const needs = await readDocumentScopes({ documents: 'src/**\/*.graphql' })
 * const missing = needs.filter(({ scopes }) => !scopes.every((scope) => me.scopes.includes(scope)))
 * ```
 */
export async function readDocumentScopes({
  documents: globs,
  schema = packagedSchema,
  scopes = {},
  cwd = process.cwd(),
}: DocumentScopesOptions): Promise<readonly DocumentScopes[]> {
  const tree = parseSchema(await loadSchema({ file: schema }, cwd))
  const documents = await loadAppDocuments([globs].flat(), cwd)
  const definitions = documents.map(({ node }) => node)
  const fragments = collectFragments([{ kind: Kind.DOCUMENT, definitions }])
  return documents.flatMap((document) => {
    const { node } = document
    if (node.kind !== Kind.OPERATION_DEFINITION) return []
    return readRootSelections(tree, node, fragments).map(({ node: field, policies }) => ({
      // A root field may be written in a fragment.
      ...placeOf(documentOf(documents, field) ?? document, field),
      operation: nameOf(node),
      field: field.name.value,
      scopes: [...new Set(policies.map((policy) => readScope(policy, scopes) ?? policy))],
    }))
  })
}
