/**
 * Brings a schema document into the one form in which it is kept: what every GraphQL server has
 * left out, every applied directive defined, sorted, printed alike. The text is then read back and
 * validated, so that nothing gets into a snapshot that tools could not use.
 */
import {
  buildSchema,
  type DefinitionNode,
  type DocumentNode,
  Kind,
  type SchemaDefinitionNode,
  validateSchema,
} from 'graphql'
import { printDocument } from './print-document.js'
import { sortDocument } from './sort-document.js'
import { defineUndefinedDirectives } from './undefined-directives.js'

// By name, not by what the installed graphql-js knows: the bytes must not depend on its version.
const ownScalars = ['Boolean', 'Float', 'ID', 'Int', 'String']
const ownDirectives = ['deprecated', 'include', 'oneOf', 'skip', 'specifiedBy']

/** The text that was read back last: a check has the same schema from a file and from the API. */
let valid: string | undefined

/**
 * @returns the text of the schema, which `buildSchema` accepts; the same for every order in which
 * its parts may come, and for its own output.
 * @throws Error with a one-line message when the document is no valid schema.
 */
export function normalizeSchema(document: DocumentNode): string {
  const definitions = document.definitions.filter((node) => !isBuiltIn(node))
  const kept: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: definitions.filter((node) => !isImplied(node, definitions)),
  }
  const complete: DocumentNode = {
    ...kept,
    definitions: [...kept.definitions, ...defineUndefinedDirectives(kept)],
  }
  const text = printDocument(sortDocument(complete))
  if (text === valid) return text
  const [problem, ...more] = validateSchema(buildSchema(text))
  if (problem)
    throw new Error(`${problem.message}${more.length ? ` (and ${more.length} more)` : ''}`)
  valid = text
  return text
}

function isBuiltIn(node: DefinitionNode): boolean {
  if (!('name' in node) || node.name === undefined) return false
  const name = node.name.value
  if (node.kind === Kind.SCALAR_TYPE_DEFINITION) return ownScalars.includes(name)
  if (node.kind === Kind.DIRECTIVE_DEFINITION) return ownDirectives.includes(name)
  return name.startsWith('__')
}

/** `schema { query: Query … }` says nothing if it names just what the names of the types imply. */
function isImplied(node: DefinitionNode, all: readonly DefinitionNode[]): boolean {
  if (node.kind !== Kind.SCHEMA_DEFINITION || node.description || node.directives?.length) {
    return false
  }
  if (all.some(({ kind }) => kind === Kind.SCHEMA_EXTENSION)) return false
  const roots = readRoots(node)
  return ['Query', 'Mutation', 'Subscription'].every((name) => {
    const exists = all.some((other) => 'name' in other && other.name?.value === name)
    return exists ? roots.get(name.toLowerCase()) === name : !roots.has(name.toLowerCase())
  })
}

function readRoots(node: SchemaDefinitionNode): Map<string, string> {
  return new Map(
    node.operationTypes.map(({ operation, type }) => [operation, type.name.value] as const),
  )
}
