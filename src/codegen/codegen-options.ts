import { dirname, isAbsolute, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PullSchemaOptions } from './pull-options.js'

/** What {@link firstAmlCodegen} takes; paths are relative to where codegen runs. */
export interface FirstAmlCodegenOptions {
  /**
   * Globs of the files that hold documents: `.graphql` files, and TypeScript or JavaScript files
   * with `gql` or `graphql` templates, such as `src/**\/*.{graphql,ts}`.
   */
  readonly documents: string | readonly string[]
  /** The file to write the typed documents to, such as `src/generated/operations.ts`. */
  readonly output: string
  /**
   * A schema file of the application's own, as `pullSchema` writes it; default: the snapshot that
   * comes with this package.
   */
  readonly schema?: string | undefined
  /**
   * Whether to pull the schema into the file `schema` first: true with the credentials of the
   * environment, as `clientFromEnv` reads them, and from the file as it stands where none are set;
   * or what `pullSchema` takes. Nothing is pulled with `--check`. Default false.
   */
  readonly pull?: boolean | SchemaPull | undefined
  /**
   * The file to write every enum and input of the schema to. Default: with a `schema` of one's own
   * `schema-types.ts` beside `output`; without one none is written, and the enums and inputs of
   * `firstaml-client/operations` are used.
   */
  readonly schemaTypes?: string | undefined
  /**
   * Whether to write which scope each operation needs: true for `required-scopes.ts` beside
   * `output`, or the path of the file; default false.
   */
  readonly requiredScopes?: boolean | string | undefined
  /** The file to write the schema to in the form that gql.tada reads; default: none. */
  readonly gqlTada?: string | undefined
  /**
   * The TypeScript type of scalars besides First AML's known ones, as a name or as `module#name`:
   * `{ Iban: 'string' }`.
   */
  readonly scalars?: Readonly<Record<string, string>> | undefined
  /** The module of the types of First AML's scalars; default `firstaml-client/operations`. */
  readonly scalarsFrom?: string | undefined
  /** The scope that a policy of the schema stands for, besides the known ones. */
  readonly scopes?: Readonly<Record<string, string>> | undefined
}

/** How the schema is pulled: the options of `pullSchema` without the file, which `schema` names. */
export type SchemaPull = Omit<PullSchemaOptions, 'output'>

export interface CodegenSettings {
  readonly documents: string[]
  readonly output: string
  readonly schema: string
  readonly pull: boolean | SchemaPull
  readonly schemaTypes: string | undefined
  readonly requiredScopes: string | undefined
  readonly gqlTada: string | undefined
  readonly scalars: Readonly<Record<string, string>>
  readonly scalarsFrom: string
  readonly scopes: Readonly<Record<string, string>>
}

/** The snapshot that comes with this package: two levels up from src/codegen and dist/codegen. */
export const packagedSchema = fileURLToPath(
  new URL('../../graphql/schema.graphql', import.meta.url),
)

/** Fills in defaults and refuses what cannot work. @throws TypeError naming the option. */
export function normalizeCodegenOptions(options: FirstAmlCodegenOptions): CodegenSettings {
  if (!isRecord(options)) throw misuse('its options must be an object.')
  const { scalars = {}, scopes = {}, scalarsFrom = 'firstaml-client/operations' } = options
  const given = [options.documents].flat()
  if (given.length === 0 || !given.every(isFilledText)) {
    throw misuse('documents must be one or more globs, such as src/**/*.graphql.')
  }
  const output = readFile(options.output, 'output')
  const besideOutput = (name: string) => join(dirname(output), name)
  const { schemaTypes = options.schema && besideOutput('schema-types.ts') } = options
  const requiredScopes =
    options.requiredScopes === true ? besideOutput('required-scopes.ts') : options.requiredScopes
  const settings: CodegenSettings = {
    documents: given.flatMap(splitExtensions),
    output,
    schema: readSchemaPath(options.schema),
    pull: readPull(options),
    schemaTypes: readFileIfAny(schemaTypes, 'schemaTypes'),
    requiredScopes: readFileIfAny(requiredScopes || undefined, 'requiredScopes'),
    gqlTada: readFileIfAny(options.gqlTada, 'gqlTada'),
    scalars: readTexts(scalars, 'scalars', "{ Iban: 'string' }"),
    scalarsFrom,
    scopes: readTexts(scopes, 'scopes', "{ Moods: 'moods' }"),
  }
  refuseUnknown(options, settings)
  refuseTwins(settings)
  return settings
}

function readSchemaPath(schema: unknown): string {
  if (schema === undefined) return packagedSchema
  if (isFilledText(schema) && !/\.[cm]?[jt]sx?$/.test(schema)) return schema
  throw misuse('schema must be the path of a schema file, such as graphql/schema.graphql.')
}

function readPull({ pull = false, schema }: FirstAmlCodegenOptions): boolean | SchemaPull {
  if (typeof pull !== 'boolean' && !isRecord(pull)) {
    throw misuse('pull must be true, or options of pullSchema.')
  }
  if (pull && schema === undefined) {
    throw misuse('pull needs schema, the file to pull into, such as graphql/schema.graphql.')
  }
  return pull
}

function readTexts(
  value: unknown,
  option: string,
  example: string,
): Readonly<Record<string, string>> {
  const texts = Object.entries(isRecord(value) ? value : { '': undefined }).flatMap(
    ([name, text]) => (isFilledText(text) ? [[name, text] as const] : []),
  )
  if (isRecord(value) && texts.length === Object.keys(value).length) {
    return Object.fromEntries(texts)
  }
  throw misuse(`${option} must be an object of texts, such as ${example}.`)
}

function refuseUnknown(options: object, settings: CodegenSettings): void {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(settings, name))
  if (unknown === undefined) return
  throw misuse(`there is no option ${unknown}. There are ${Object.keys(settings).join(', ')}.`)
}

/**
 * `*.{graphql,ts}` as two globs: where several loaders read the files of one glob, graphql-codegen
 * loses what one of them complains of, and with it the documents.
 */
export function splitExtensions(glob: string): string[] {
  const [, start, list] = /^(.*\.)\{([\w,]+)\}$/.exec(glob) ?? []
  return start === undefined || list === undefined
    ? [glob]
    : list.split(',').map((extension) => `${start}${extension}`)
}

function readFile(value: unknown, option: string): string {
  if (isFilledText(value) && /\.ts$/.test(value)) {
    // An import from one generated file of another is worked out from paths within the project.
    return isAbsolute(value) ? relative(process.cwd(), value) : value
  }
  throw misuse(
    `${option} must be the path of a file that ends with .ts, such as src/generated/${option}.ts.`,
  )
}

function readFileIfAny(value: unknown, option: string): string | undefined {
  return value === undefined ? undefined : readFile(value, option)
}

function refuseTwins({ output, schemaTypes, requiredScopes, gqlTada }: CodegenSettings): void {
  const seen = new Map<string, string>()
  for (const [option, path] of Object.entries({ output, schemaTypes, requiredScopes, gqlTada })) {
    if (path === undefined) continue
    const other = seen.get(join(path))
    if (other !== undefined) {
      throw misuse(`${option} and ${other} name the same file, ${path}. Give each its own.`)
    }
    seen.set(join(path), option)
  }
}

function isFilledText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * graphql-codegen prints what a configuration throws with its stack and with the path of the
 * configuration as a property, neither of which says anything here.
 */
function misuse(message: string): TypeError {
  const error = new TypeError(`firstAmlCodegen: ${message}`)
  error.stack = `${error.name}: ${error.message}`
  Object.defineProperty(error, inspectByNode, { value: () => error.stack })
  return error
}

const inspectByNode = Symbol.for('nodejs.util.inspect.custom')
