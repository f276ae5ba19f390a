import { resolve } from 'node:path'
import { parse } from 'graphql'
import { GenerateError } from '../generate-error.js'
import { normalizeSchema } from '../normalize-schema.js'
import type { PullSchemaOptions } from '../pull-options.js'
import { fetchLiveSchema } from '../pull-schema.js'
import { readSchema } from '../read-schema.js'
import { readFileIfAny } from '../snapshot-file.js'
import { readStampedSchema } from '../stamp.js'

/** Where a schema is to be had: from First AML with credentials, or from a file. */
export type SchemaSource =
  | { readonly file: string }
  | Omit<PullSchemaOptions, 'output' | 'source' | 'mirrorsOutput'>

export interface NamedSchema {
  /** In normal form. */
  readonly text: string
  /** The address that served it, or the file. */
  readonly name: string
}

/** @throws SchemaPullError, or GenerateError when a file holds no schema. */
export async function loadSchema(source: SchemaSource, cwd: string): Promise<NamedSchema> {
  if (!('file' in source)) {
    const { body, url } = await fetchLiveSchema(source)
    return { text: body, name: url }
  }
  return { text: await readSchemaFile(source.file, cwd), name: source.file }
}

/** Reads a schema text or introspection JSON. @throws GenerateError that names the file. */
async function readSchemaFile(file: string, cwd: string): Promise<string> {
  const text = await readFileIfAny(resolve(cwd, file))
  if (text === undefined) {
    throw new GenerateError(
      `There is no schema file ${file}. Pull it: firstaml schema pull, or pullSchema.`,
    )
  }
  const schema = readSchema(readStampedSchema(text).body)
  if (!('document' in schema)) {
    throw new GenerateError(`${file} is ${schema.finding}. Restore it, or pull it again.`)
  }
  try {
    return normalizeSchema(schema.document)
  } catch (error) {
    const problem = error instanceof Error ? error.message.split('\n', 1)[0] : ''
    throw new GenerateError(
      `${file} is no valid schema: ${problem} Restore it, or pull it again.`,
      {
        cause: error,
      },
    )
  }
}

/** A schema text with the places of its definitions left out. */
export function parseSchema({ text }: NamedSchema) {
  return parse(text, { noLocation: true })
}
