import type { CodegenConfig } from '@graphql-codegen/cli'
import { generatedFile } from './generated-file.js'
import { requiredScopes } from './required-scopes.js'
import { schemaTypes } from './schema-types.js'

/** What {@link createCodegenConfig} takes; paths are relative to where codegen runs. */
export interface CodegenConfigOptions {
  /** Path of the snapshot. */
  readonly schema: string
  /** Directories with `.graphql` files: operations and fragments. */
  readonly documents: readonly string[]
  /** Directory of the generated files. */
  readonly output: string
  /** Module that holds the types of the scalars, as the generated files are to import it. */
  readonly scalars: string
}

/**
 * The TypeScript type of each scalar, as a name or as `module#name`.
 *
 * Dates and URLs travel as text and stay text: nothing is converted at run time. A Decimal travels
 * as a JSON number, so that is what it is here: exact to 15 digits, since `JSON.parse` has rounded
 * it before any type could help. What a scalar is that nobody documents is unknown.
 */
function scalarTypes(module: string) {
  return {
    Date: `${module}#DateString`,
    DateTime: `${module}#DateTimeString`,
    Decimal: 'number',
    RunVerificationChecks: 'unknown',
    URL: `${module}#UrlString`,
  }
}

/** The graphql-codegen configuration for a set of documents and all enums and inputs. */
export function createCodegenConfig(options: CodegenConfigOptions): CodegenConfig {
  const { schema, documents, output } = options
  return {
    schema,
    documents: documents.map((directory) => `${directory}/**/*.graphql`),
    importExtension: '.js',
    emitLegacyCommonJSImports: false,
    config: {
      strictScalars: true,
      scalars: scalarTypes(options.scalars),
      enumType: 'string-literal',
      futureProofEnums: true,
      immutableTypes: true,
      useTypeImports: true,
    },
    generates: {
      [`${output}/schema-types.ts`]: { preset: schemaTypes, plugins: ['typescript-operations'] },
      [`${output}/operations.ts`]: {
        preset: generatedFile,
        plugins: ['typescript-operations', 'typed-document-node'],
        config: {
          importSchemaTypesFrom: `./${output}/schema-types`,
          // Fragments are written into each document that uses them, so that an unused document
          // can be dropped by a bundler.
          documentMode: 'documentNode',
        },
      },
      [`${output}/required-scopes.ts`]: { preset: requiredScopes, plugins: [] },
    },
  }
}
