// The door `firstaml-client/codegen`. How questions are asked and answers judged stays behind it.

export type { FirstAmlCodegenOptions } from './codegen-options.js'
export { firstAmlCodegen } from './firstaml-codegen.js'
export type { PullSchemaOptions } from './pull-options.js'
export { type PulledSchema, pullSchema } from './pull-schema.js'
export type { SchemaServed } from './schema-answer.js'
export { SchemaPullError, type SchemaPullReason } from './schema-pull-error.js'
