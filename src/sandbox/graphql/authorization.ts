// Who may ask for what: each root field names its policies in `@authorize`, and a policy wants the
// scope of the same name, written in lower case with hyphens (`CaseManagement`, `case-management`).
import { GraphQLError, Kind } from 'graphql'
import type { ApiClient } from '../world/api-clients.js'
import type { FieldShape } from './view.js'

/** The scopes that a client needs for a field. */
export function requiredScopes(field: FieldShape): readonly string[] {
  return (field.astNode?.directives ?? [])
    .filter(({ name }) => name.value === 'authorize')
    .flatMap((directive) => directive.arguments ?? [])
    .flatMap(({ name, value }) =>
      name.value === 'policy' && value.kind === Kind.STRING ? [scopeOf(value.value)] : [],
    )
}

/** Throws the error of a Hot Chocolate server when a scope is missing. */
export function checkScopes(client: ApiClient, scopes: readonly string[]): void {
  if (scopes.every((scope) => client.scopes.includes(scope))) return
  throw new GraphQLError('The current user is not authorized to access this resource.', {
    extensions: { code: 'AUTH_NOT_AUTHORIZED' },
  })
}

function scopeOf(policy: string): string {
  return policy.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()
}
