/**
 * Writes an introspection result as a schema text.
 *
 * graphql-js could do this by way of a schema object, but that object rewrites default values, and
 * differently in versions 16 and 17. Here the server's own words go into the text as they are; what
 * does not parse or does not hold together is found when the text is read.
 */
import {
  DEFAULT_DEPRECATION_REASON,
  type IntrospectionDirective,
  type IntrospectionEnumValue,
  type IntrospectionField,
  type IntrospectionInputValue,
  type IntrospectionSchema,
  type IntrospectionType,
  type IntrospectionTypeRef,
} from 'graphql'

/** @throws Error when the JSON does not have the form of an introspection result. */
export function writeIntrospectionAsText(schema: IntrospectionSchema): string {
  return [
    writeSchema(schema),
    ...schema.directives.map(writeDirective),
    ...schema.types.map(writeType),
  ].join('\n')
}

function writeSchema({ description, ...schema }: IntrospectionSchema): string {
  const roots = (['query', 'mutation', 'subscription'] as const).flatMap((operation) => {
    const type = schema[`${operation}Type`]
    return type ? `${operation}: ${type.name}` : []
  })
  return `${describe({ description })}schema { ${roots.join(' ')} }`
}

function writeDirective(directive: IntrospectionDirective): string {
  const { name, args, isRepeatable, locations } = directive
  const repeatable = isRepeatable ? ' repeatable' : ''
  return `${describe(directive)}directive @${name}${writeArguments(args)}${repeatable} on ${locations.join(' | ')}`
}

function writeType(type: IntrospectionType): string {
  const start = describe(type)
  switch (type.kind) {
    case 'SCALAR': {
      const url = type.specifiedByURL
      return `${start}scalar ${type.name}${url ? ` @specifiedBy(url: ${JSON.stringify(url)})` : ''}`
    }
    case 'OBJECT':
      return `${start}type ${type.name}${writeInterfaces(type.interfaces)} ${writeFields(type.fields)}`
    case 'INTERFACE':
      // Servers before the 2021 specification have no interfaces of interfaces.
      return `${start}interface ${type.name}${writeInterfaces(type.interfaces ?? [])} ${writeFields(type.fields)}`
    case 'UNION':
      return `${start}union ${type.name} = ${type.possibleTypes.map(({ name }) => name).join(' | ')}`
    case 'ENUM':
      return `${start}enum ${type.name} { ${type.enumValues.map(writeEnumValue).join('\n')} }`
    case 'INPUT_OBJECT':
      return `${start}input ${type.name}${'isOneOf' in type && type.isOneOf ? ' @oneOf' : ''} { ${type.inputFields.map(writeInput).join('\n')} }`
  }
}

function writeInterfaces(interfaces: readonly { readonly name: string }[]): string {
  if (interfaces.length === 0) return ''
  return ` implements ${interfaces.map(({ name }) => name).join(' & ')}`
}

function writeFields(fields: readonly IntrospectionField[]): string {
  const lines = fields.map(
    (field) =>
      `${describe(field)}${field.name}${writeArguments(field.args)}: ${writeReference(field.type)}${deprecate(field)}`,
  )
  return `{ ${lines.join('\n')} }`
}

function writeArguments(inputs: readonly IntrospectionInputValue[]): string {
  return inputs.length === 0 ? '' : `(${inputs.map(writeInput).join('\n')})`
}

function writeInput(input: IntrospectionInputValue): string {
  const value = input.defaultValue == null ? '' : ` = ${input.defaultValue}`
  return `${describe(input)}${input.name}: ${writeReference(input.type)}${value}${deprecate(input)}`
}

function writeEnumValue(value: IntrospectionEnumValue): string {
  return `${describe(value)}${value.name}${deprecate(value)}`
}

function writeReference(type: IntrospectionTypeRef): string {
  if (type.kind === 'NON_NULL') return `${writeReference(type.ofType)}!`
  if (type.kind === 'LIST') return `[${writeReference(type.ofType)}]`
  return type.name
}

function describe({ description }: { readonly description?: string | null | undefined }): string {
  return description ? `${JSON.stringify(description)}\n` : ''
}

function deprecate(member: {
  readonly isDeprecated?: boolean | undefined
  readonly deprecationReason?: string | null | undefined
}): string {
  if (!member.isDeprecated) return ''
  const reason = member.deprecationReason
  // Introspection gives the default where the schema has no reason.
  return reason && reason !== DEFAULT_DEPRECATION_REASON
    ? ` @deprecated(reason: ${JSON.stringify(reason)})`
    : ' @deprecated'
}
