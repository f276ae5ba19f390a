import type { CodegenConfig } from '@graphql-codegen/cli'
import { codegenHooks, isWatching } from './codegen-hooks.js'
import {
  type CodegenSettings,
  type FirstAmlCodegenOptions,
  normalizeCodegenOptions,
} from './codegen-options.js'
import { generatedFile } from './generated-file.js'
import { gqlTadaTypes } from './gql-tada-types.js'
import { requiredScopesPreset } from './required-scopes.js'
import { schemaTypes } from './schema-types.js'

/**
 * The graphql-codegen configuration of an application: typed documents against First AML's schema,
 * with the enums, inputs and scalars of `firstaml-client/operations`.
 *
 * With a `schema` of the application's own, which may be newer than this package, its enums and
 * inputs are generated too, since those of the package may not be the same.
 *
 * @throws TypeError when an option cannot work; the message names it.
 *
 * @example
 * ```ts
 * // codegen.ts
 * export default firstAmlCodegen({
 *   documents: 'src/**\/*.{graphql,ts}',
 *   output: 'src/generated/operations.ts',
 * })
 * ```
 */
export function firstAmlCodegen(options: FirstAmlCodegenOptions): CodegenConfig {
  const settings = normalizeCodegenOptions(options)
  const { schema, documents, output, requiredScopes, gqlTada, scopes } = settings
  return {
    schema,
    documents,
    importExtension: '.js',
    emitLegacyCommonJSImports: false,
    // Its own display shows each problem several times, with stacks; the hooks show it once. While
    // it watches it calls no hook for a problem, so there the display stays.
    silent: !isWatching(process.argv),
    hooks: codegenHooks(settings),
    config: {
      // A code file without a document in it must not be run to look for one.
      noRequire: true,
      strictScalars: true,
      scalars: scalarTypes(settings),
      enumType: 'string-literal',
      futureProofEnums: true,
      immutableTypes: true,
      useTypeImports: true,
    },
    generates: {
      ...(settings.schemaTypes && {
        [settings.schemaTypes]: { preset: schemaTypes, plugins: ['typescript-operations'] },
      }),
      [output]: {
        preset: generatedFile,
        plugins: ['typescript-operations', 'typed-document-node'],
        config: {
          // The tilde marks the name of a module, which is not to be made relative to the output.
          importSchemaTypesFrom: settings.schemaTypes
            ? `./${settings.schemaTypes.replace(/\.ts$/, '')}`
            : '~firstaml-client/operations',
          // Fragments are written into each document that uses them, so that an unused document
          // can be dropped by a bundler.
          documentMode: 'documentNode',
        },
      },
      ...(requiredScopes && {
        [requiredScopes]: { preset: requiredScopesPreset(scopes), plugins: [] },
      }),
      ...(gqlTada && { [gqlTada]: { preset: gqlTadaTypes, plugins: [] } }),
    },
  }
}

/**
 * The TypeScript type of each scalar, as a name or as `module#name`.
 *
 * Dates and URLs travel as text and stay text: nothing is converted at run time. A Decimal travels
 * as a JSON number, so that is what it is here: exact to 15 digits, since `JSON.parse` has rounded
 * it before any type could help. What a scalar is that nobody documents is unknown.
 */
function scalarTypes({ scalarsFrom, scalars }: CodegenSettings) {
  return {
    Date: `${scalarsFrom}#DateString`,
    DateTime: `${scalarsFrom}#DateTimeString`,
    Decimal: 'number',
    RunVerificationChecks: 'unknown',
    URL: `${scalarsFrom}#UrlString`,
    ...scalars,
  }
}
