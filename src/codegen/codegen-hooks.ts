/**
 * What graphql-codegen's command shows of our configuration: a line for each file that it wrote, or
 * one line for what stopped it.
 */
import { stat } from 'node:fs/promises'
import { relative } from 'node:path'
import type { CodegenConfig } from '@graphql-codegen/cli'
import type { CodegenSettings } from './codegen-options.js'
import { readGenerateError } from './generate-error.js'

export function codegenHooks(settings: CodegenSettings): NonNullable<CodegenConfig['hooks']> {
  const { schema, documents, output, schemaTypes, requiredScopes, gqlTada } = settings
  const outputs = { output, schemaTypes, requiredScopes, gqlTada }
  return {
    afterStart: async () => {
      if (!/[*?{[]|:\/\//.test(schema) && !(await isFile(schema))) {
        throw new Error(
          `There is no schema file ${schema}. Pull it (pullSchema writes it), correct the option schema, or leave it out for the snapshot of firstaml-client.`,
        )
      }
      for (const [option, path] of Object.entries(outputs)) {
        if (path === undefined || !(await isDirectory(path))) continue
        throw new Error(`${path} is a directory. Name a file in it in the option ${option}.`)
      }
    },
    afterOneFileWrite: (path) => {
      process.stdout.write(`Wrote ${relative(process.cwd(), path)}.\n`)
    },
    onError: async (message) => {
      const error = await readGenerateError(message, { documents }, process.cwd())
      process.stderr.write(`${error.message}\n`)
    },
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
