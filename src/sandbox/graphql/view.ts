import type { GraphQLField } from 'graphql'

/** An object as the schema shows it: values by field name, or functions of the arguments. */
export type View = Readonly<Record<string, unknown>>

/** A time as the schema writes it. */
export function instant(at: number): string {
  return new Date(at).toISOString()
}

/** A country as the schema writes it. */
export function country(code: string | null): View | null {
  return code === null ? null : { CCA2: code }
}

/** What is looked at of a field of the schema. */
export type FieldShape = Pick<GraphQLField<unknown, unknown>, 'astNode' | 'name' | 'type'>
