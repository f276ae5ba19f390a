/**
 * A graphql-codegen preset that writes every enum and input of a schema into one file, used or not.
 *
 * `typescript-operations` writes the types that documents mention, in the very form in which it
 * refers to them elsewhere; so it is given a document that mentions all of them.
 */
import { type DocumentNode, Kind, parse } from 'graphql'
import { type Preset, withHeader } from './generated-file.js'

export const schemaTypes: Preset = {
  buildGeneratesSection: (options) => [
    withHeader({
      ...options,
      documents: [{ document: mentionEveryType(options.schema) }],
      config: { ...options.config, generateOperationTypes: false },
    }),
  ],
}

// Reads the syntax tree, not the schema object: that one belongs to codegen's copy of graphql-js,
// which may be another than ours.
function mentionEveryType({ definitions }: DocumentNode): DocumentNode {
  const variables = definitions.flatMap((node) =>
    node.kind === Kind.ENUM_TYPE_DEFINITION || node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION
      ? `$${node.name.value}: ${node.name.value}`
      : [],
  )
  const list = variables.length > 0 ? `(${variables.join(', ')})` : ''
  return parse(`query EverySchemaType${list} { __typename }`)
}
