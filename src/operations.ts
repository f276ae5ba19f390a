/**
 * The door `firstaml-client/operations`: every generated document with the types of its result and
 * variables (`MeDocument`, `MeQuery`, `MeQueryVariables`, …), the types of the fragments they share,
 * every enum and input of the schema, and `requiredScopes`, which names the scope that each
 * operation needs. Importing one document brings no other along, and no table.
 *
 * Unlike the other doors this one lists nothing by hand. What it exports is decided by the files in
 * `graphql/` and the schema; a list would only repeat them, and be wrong between two runs of
 * codegen.
 *
 * - Enums are unions of their values and of `'%future added value'`, which no server sends: it
 *   stands for the values that First AML may add, so that a `switch` without a default is an error.
 * - `Date`, `DateTime` and `URL` fields are text as the API wrote it, typed by its form. The main
 *   door's `toDateString`, `toDateTimeString` and `toUrlString` give a checked string that type.
 * - `Decimal` fields are numbers, exact to 15 digits; the main door's `toDecimal` reads text into
 *   one and refuses to lose a digit.
 * - Ids that are numbers in an input come from the main door's `toIntId`.
 */
export * from './generated/operations.js'
export * from './generated/required-scopes.js'
export type * from './generated/schema-types.js'
export type * from './results/scalars.js'
