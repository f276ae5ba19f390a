import {
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  valueFromASTUntyped,
} from 'graphql'

/** Whether `@skip` and `@include` let a selection be, with the variables of a request. */
export function isIncluded(
  { directives = [] }: SelectionNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): boolean {
  const given = { ...defaultsOf(operation), ...variables }
  return directives.every(({ name, arguments: list = [] }) => {
    if (name.value !== 'skip' && name.value !== 'include') return true
    const condition = list.find((argument) => argument.name.value === 'if')?.value
    if (condition === undefined) return true
    const value =
      condition.kind === Kind.VARIABLE
        ? given[condition.name.value]
        : valueFromASTUntyped(condition)
    return name.value === 'skip' ? value !== true : value !== false
  })
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): object {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  )
}
