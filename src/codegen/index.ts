// The door `firstaml-client/codegen`. How questions are asked and answers judged stays behind it.

export type { FirstAmlCodegenOptions, SchemaPull } from './codegen-options.js'
export { type CheckSchemaOptions, checkSchema } from './drift/check-schema.js'
export {
  type DocumentScopes,
  type DocumentScopesOptions,
  readDocumentScopes,
} from './drift/document-scopes.js'
export { formatSchemaReport, type ReportFormat } from './drift/format-report.js'
export type { SchemaSource } from './drift/live-schema.js'
export type {
  CheckPolicy,
  Criticality,
  DocumentHit,
  DocumentPlace,
  DocumentProblem,
  SchemaChange,
  SchemaReport,
  ScopeChange,
} from './drift/schema-report.js'
export { firstAmlCodegen } from './firstaml-codegen.js'
export { GenerateError } from './generate-error.js'
export type { PullSchemaOptions } from './pull-options.js'
export { type PulledSchema, pullSchema } from './pull-schema.js'
export type { SchemaServed } from './schema-answer.js'
export { SchemaPullError, type SchemaPullReason } from './schema-pull-error.js'
