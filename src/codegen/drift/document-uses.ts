/**
 * An index of what an application's documents use of a schema: each field, argument, enum value,
 * input field, type and directive, and where.
 *
 * Inputs are followed through variables: a variable of an input type may hold any of the fields and
 * enum values that can be reached from it, since what the application puts in does not show.
 */
import {
  type ASTNode,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  Kind,
  TypeInfo,
  typeFromAST,
  visit,
} from 'graphql'
import { type AppDocument, placeOf } from './app-documents.js'
import type { DocumentPlace } from './schema-report.js'

/** One use. */
export interface Use extends DocumentPlace {
  /** Names of the arguments of a field, or of the fields of an input object, that are given. */
  readonly given: readonly string[]
  readonly node: ASTNode
}

/**
 * What is used. By schema coordinate: `field:Me.scopes`, `argument:Query.case.id`,
 * `value:CaseStatus.DRAFT`, `inputField:Input.name`, `directive:include`. By type: `literal:Input`
 * (an object written out), `variable:Input` (or an enum or scalar, reached from a variable),
 * `output:Type` (selected), `condition:Parent.Type` (a fragment on one inside the other), and
 * `type:Type` for each place that needs the type at all.
 */
export type DocumentUses = ReadonlyMap<string, readonly Use[]>

export function collectUses(
  schema: GraphQLSchema,
  documents: readonly AppDocument[],
): DocumentUses {
  const uses = new Map<string, Use[]>()
  const conditions = new Map<string, string>()
  for (const { node } of documents) {
    if (node.kind !== Kind.FRAGMENT_DEFINITION) continue
    conditions.set(node.name.value, node.typeCondition.name.value)
  }
  for (const document of documents) {
    const add: Add = (key, node, field, given = []) => {
      const list = uses.get(key) ?? []
      uses.set(key, list)
      list.push({ ...placeOf(document, node), field, given, node })
    }
    const types = new TypeInfo(schema)
    visit(document.node, {
      enter: (node) => {
        // Before the type of the fragment takes the place of the one around it.
        if (node.kind === Kind.INLINE_FRAGMENT) {
          addCondition(types, node, node.typeCondition?.name.value, add)
        } else if (node.kind === Kind.FRAGMENT_SPREAD) {
          addCondition(types, node, conditions.get(node.name.value), add)
        }
        types.enter(node)
        addNode(schema, types, node, add)
      },
      leave: (node) => types.leave(node),
    })
  }
  return uses
}

type Add = (key: string, node: ASTNode, field: string, given?: readonly string[]) => void

function addNode(schema: GraphQLSchema, types: TypeInfo, node: ASTNode, add: Add): void {
  switch (node.kind) {
    case Kind.FIELD: {
      const type = types.getType()
      const parent = types.getParentType()
      // Every type has __typename, and what starts so is no part of the schema's own.
      if (!type || !parent || node.name.value.startsWith('__')) return
      const label = `${parent.name}.${node.name.value}`
      const given = node.arguments ?? []
      add(`field:${label}`, node, label, given.map(nameOf))
      for (const argument of given) {
        const name = nameOf(argument)
        add(`argument:${label}.${name}`, argument, `${label}(${name}:)`)
      }
      const { name } = getNamedType(type)
      add(`output:${name}`, node, label)
      add(`type:${name}`, node, label)
      return
    }
    case Kind.ENUM: {
      const name = inputName(types)
      add(`value:${name}.${node.value}`, node, `${name}.${node.value}`)
      return
    }
    case Kind.OBJECT: {
      const name = inputName(types)
      add(`literal:${name}`, node, `${name}`, node.fields.map(nameOf))
      for (const field of node.fields) {
        const label = `${name}.${nameOf(field)}`
        add(`inputField:${label}`, field, label)
      }
      return
    }
    case Kind.VARIABLE_DEFINITION: {
      const type = typeFromAST(schema, node.type)
      if (!type) return
      const { name } = getNamedType(type)
      const label = `$${node.variable.name.value}: ${name}`
      add(`type:${name}`, node, label)
      for (const reached of reachableInputs(schema, name)) add(`variable:${reached}`, node, label)
      return
    }
    case Kind.DIRECTIVE:
      add(`directive:${nameOf(node)}`, node, `@${nameOf(node)}`)
      return
    case Kind.FRAGMENT_DEFINITION: {
      const name = node.typeCondition.name.value
      add(`type:${name}`, node, `fragment on ${name}`)
      return
    }
    case Kind.OPERATION_DEFINITION:
      add(`root:${node.operation}`, node, node.operation)
  }
}

function addCondition(types: TypeInfo, node: ASTNode, condition: string | undefined, add: Add) {
  const parent = types.getParentType()?.name
  if (condition === undefined || parent === undefined) return
  add(`condition:${parent}.${condition}`, node, `${parent}: ... on ${condition}`)
  if (node.kind === Kind.INLINE_FRAGMENT) add(`type:${condition}`, node, `... on ${condition}`)
}

function inputName(types: TypeInfo): string | undefined {
  const type = types.getInputType()
  return type ? getNamedType(type).name : undefined
}

/** An input type and every one that a value of it may hold. */
function reachableInputs(schema: GraphQLSchema, start: string): ReadonlySet<string> {
  const reached = new Set([start])
  for (const name of reached) {
    const type = schema.getType(name)
    if (!isInputObjectType(type)) continue
    for (const field of Object.values(type.getFields())) reached.add(getNamedType(field.type).name)
  }
  return reached
}

function nameOf({ name }: { readonly name: { readonly value: string } }): string {
  return name.value
}
