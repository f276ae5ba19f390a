// The schema, the files in graphql/operations and the exported documents, for the tests of this
// folder.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, type DocumentNode, Kind, type OperationDefinitionNode } from 'graphql'
import * as door from '../../src/operations.js'

export const repository = join(import.meta.dirname, '../..')

export const schema = buildSchema(readFileSync(join(repository, 'graphql/schema.graphql'), 'utf8'))

/** Name and text of each file in a folder of `graphql/`. */
export function readFolder(folder: string): readonly { name: string; text: string }[] {
  return readdirSync(join(repository, 'graphql', folder)).map((file) => ({
    name: file.replace(/\.graphql$/, ''),
    text: readFileSync(join(repository, 'graphql', folder, file), 'utf8'),
  }))
}

/** Every exported operation, by its name. */
export const documents: ReadonlyMap<string, DocumentNode> = new Map(
  Object.entries(door).flatMap(([name, value]) =>
    name.endsWith('Document') && 'kind' in value ? [[name.replace(/Document$/, ''), value]] : [],
  ),
)

export function operationOf(document: DocumentNode): OperationDefinitionNode {
  for (const node of document.definitions) if (node.kind === Kind.OPERATION_DEFINITION) return node
  throw new Error('no operation in the document')
}

/** Names of the root fields that a document selects. */
export function rootFieldsOf(document: DocumentNode): string[] {
  return operationOf(document).selectionSet.selections.map((node) =>
    node.kind === Kind.FIELD ? node.name.value : '?',
  )
}

export const rootFields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
  Object.values(type?.getFields() ?? {}),
)
