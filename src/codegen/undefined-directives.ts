/**
 * Definitions for directives that a schema text applies without defining them.
 *
 * Servers print such texts (a policy may be written on a field while its definition is withheld),
 * and a strict reader refuses them. Dropping the directive would lose what it says, so a definition
 * is made from the uses instead: their places, and arguments as wide as the values seen.
 */
import {
  type ASTNode,
  type DefinitionNode,
  type DocumentNode,
  Kind,
  parse,
  specifiedDirectives,
  type ValueNode,
  visit,
} from 'graphql'
import { compareNaturally } from './natural-order.js'

interface Uses {
  readonly places: Set<string>
  readonly types: Map<string, string>
  repeatable: boolean
}

export function defineUndefinedDirectives(document: DocumentNode): readonly DefinitionNode[] {
  const defined = new Set(specifiedDirectives.map(({ name }) => name))
  for (const node of document.definitions) {
    if (node.kind === Kind.DIRECTIVE_DEFINITION) defined.add(node.name.value)
  }
  const found = collectUses(document, defined)
  const names = [...found.keys()].sort(compareNaturally)
  return names.flatMap((name) => {
    const uses = found.get(name)
    return uses ? parse(defineDirective(name, uses), { noLocation: true }).definitions : []
  })
}

function collectUses(document: DocumentNode, defined: ReadonlySet<string>): Map<string, Uses> {
  const found = new Map<string, Uses>()
  const inputFields = new Set<ASTNode>()
  visit(document, {
    enter(node: ASTNode) {
      if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
        for (const field of node.fields ?? []) inputFields.add(field)
      }
      const place = inputFields.has(node) ? 'INPUT_FIELD_DEFINITION' : places[node.kind]
      if (place === undefined || !('directives' in node)) return
      const here = new Set<string>()
      for (const directive of node.directives ?? []) {
        const name = directive.name.value
        if (defined.has(name)) continue
        const uses = found.get(name) ?? { places: new Set(), types: new Map(), repeatable: false }
        found.set(name, uses)
        uses.places.add(place)
        uses.repeatable ||= here.has(name)
        here.add(name)
        for (const argument of directive.arguments ?? []) {
          const type = typeOf(argument.value)
          const known = uses.types.get(argument.name.value)
          uses.types.set(argument.name.value, widen(known, type))
        }
      }
    },
  })
  return found
}

function defineDirective(name: string, { places, types, repeatable }: Uses): string {
  const taken = [...types].sort(([a], [b]) => compareNaturally(a, b))
  const list = taken.map(([argument, type]) => `${argument}: ${type || 'String'}`).join(', ')
  return `
    "Applied in the server's schema text, which does not define it: read from its uses."
    directive @${name}${list && `(${list})`}${repeatable ? ' repeatable' : ''} on ${[...places].join(' | ')}`
}

/** The type of a value, or '' where it does not show. Enums and objects have no type of ours. */
function typeOf(value: ValueNode): string {
  if (value.kind === Kind.INT) return 'Int'
  if (value.kind === Kind.FLOAT) return 'Float'
  if (value.kind === Kind.BOOLEAN) return 'Boolean'
  if (value.kind === Kind.NULL) return ''
  if (value.kind !== Kind.LIST) return 'String'
  return `[${value.values.map(typeOf).reduce(widen, '') || 'String'}]`
}

/** A type for values of either type. Constants in a schema text are not checked against it. */
function widen(known: string | undefined, type: string): string {
  if (!known || known === type) return type
  if (!type) return known
  return /^(Int|Float)$/.test(known) && /^(Int|Float)$/.test(type) ? 'Float' : 'String'
}

/** Where a directive stands, by the kind of node it is applied to. */
const places: Partial<Record<Kind, string>> = {
  [Kind.SCHEMA_DEFINITION]: 'SCHEMA',
  [Kind.SCHEMA_EXTENSION]: 'SCHEMA',
  [Kind.SCALAR_TYPE_DEFINITION]: 'SCALAR',
  [Kind.SCALAR_TYPE_EXTENSION]: 'SCALAR',
  [Kind.OBJECT_TYPE_DEFINITION]: 'OBJECT',
  [Kind.OBJECT_TYPE_EXTENSION]: 'OBJECT',
  [Kind.FIELD_DEFINITION]: 'FIELD_DEFINITION',
  [Kind.INPUT_VALUE_DEFINITION]: 'ARGUMENT_DEFINITION',
  [Kind.INTERFACE_TYPE_DEFINITION]: 'INTERFACE',
  [Kind.INTERFACE_TYPE_EXTENSION]: 'INTERFACE',
  [Kind.UNION_TYPE_DEFINITION]: 'UNION',
  [Kind.UNION_TYPE_EXTENSION]: 'UNION',
  [Kind.ENUM_TYPE_DEFINITION]: 'ENUM',
  [Kind.ENUM_TYPE_EXTENSION]: 'ENUM',
  [Kind.ENUM_VALUE_DEFINITION]: 'ENUM_VALUE',
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: 'INPUT_OBJECT',
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: 'INPUT_OBJECT',
}
