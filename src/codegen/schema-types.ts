/**
 * A graphql-codegen preset that writes every enum and input of a schema into one file, used or not.
 *
 * `typescript-operations` writes the types that documents mention, in the very form in which it
 * refers to them elsewhere; so it is given a document that mentions all of them.
 */
import {
  buildASTSchema,
  type DocumentNode,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  parse,
} from 'graphql'
import { type Preset, withHeader } from './generated-file.js'

export const schemaTypes: Preset = {
  buildGeneratesSection: (options) => {
    const schema = options.schemaAst ?? buildASTSchema(options.schema)
    return [
      withHeader({
        ...options,
        documents: [{ document: mentionEveryType(schema) }],
        config: { ...options.config, generateOperationTypes: false },
      }),
    ]
  },
}

function mentionEveryType(schema: GraphQLSchema): DocumentNode {
  const types = Object.values(schema.getTypeMap())
    .filter((type) => isEnumType(type) || isInputObjectType(type))
    .filter((type) => !isIntrospectionType(type))
  const variables = types.map(({ name }) => `$${name}: ${name}`).join(', ')
  return parse(`query EverySchemaType${variables && `(${variables})`} { __typename }`)
}
