/**
 * The door `firstaml-client/operations`: every generated document with the types of its result and
 * variables (`MeDocument`, `MeQuery`, `MeQueryVariables`, …), and every enum and input of the
 * schema.
 *
 * Unlike the other doors this one lists nothing by hand. What it exports is decided by the files in
 * `graphql/` and the schema; a list would only repeat them, and be wrong between two runs of
 * codegen.
 *
 * - Enums are unions of their values and of `'%future added value'`, which no server sends: it
 *   stands for the values that First AML may add, so that a `switch` without a default is an error.
 * - `Decimal` fields are numbers, exact to 15 digits; `Date`, `DateTime` and `URL` fields are text
 *   as the API wrote it.
 */
export * from './generated/operations.js'
export type * from './generated/schema-types.js'
