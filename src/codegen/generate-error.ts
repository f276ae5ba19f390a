/**
 * What graphql-codegen throws, read again: it says the same thing several times over, in several
 * lines, and loses the file of a document that does not parse.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import type { CodegenConfig } from '@graphql-codegen/cli'
import { GraphQLError, parse } from 'graphql'
import { FirstAmlError } from '../base/errors.js'

/** Nothing was generated, and the generated files are as they were. */
export class GenerateError extends FirstAmlError {
  override readonly name = 'GenerateError'
  readonly code = 'generate'
}

export async function readGenerateError(
  error: unknown,
  config: CodegenConfig,
  cwd: string,
): Promise<GenerateError> {
  const message = error instanceof Error ? error.message : String(error)
  const found =
    readInvalidDocument(message, cwd) ??
    readDuplicates(message, cwd) ??
    readUnknownScalar(message) ??
    (await findUnreadableDocument(config, cwd)) ??
    `Nothing could be generated: ${message.split('\n', 1)[0]}`
  return new GenerateError(found, { cause: error })
}

function readInvalidDocument(message: string, cwd: string): string | undefined {
  const problems = [...message.matchAll(/Error \d+: (.+)\n\s+at (.+):(\d+):(\d+)/g)]
  const [first] = problems
  if (!first) return undefined
  const [, what, path = '', line, column] = first
  // Each output reports every problem, so one problem shows up once for each of them.
  const others = new Set(problems.map(([whole]) => whole.replace(/^Error \d+/, ''))).size - 1
  const more = others ? ` (and ${others} more)` : ''
  return `${relative(cwd, path)}:${line}:${column} ${what}${more} Change the document, or pull the schema again.`
}

function readDuplicates(message: string, cwd: string): string | undefined {
  const name = /Not all \w+ have an unique name: (\w+)/.exec(message)?.[1]
  if (name === undefined) return undefined
  const paths = new Set([...message.matchAll(/^\s+- (.+)$/gm)].map(([, path = '']) => path))
  const files = [...paths].map((path) => relative(cwd, path)).join(', ')
  return `${name} is the name of more than one document: ${files}. Give each its own name.`
}

function readUnknownScalar(message: string): string | undefined {
  const name = /Unknown scalar type (\w+)/.exec(message)?.[1]
  return (
    name &&
    `The schema has a scalar ${name} that has no TypeScript type yet. Name one in scalarTypes (src/codegen/codegen-config.ts).`
  )
}

async function findUnreadableDocument(
  { documents = [] }: CodegenConfig,
  cwd: string,
): Promise<string | undefined> {
  for (const pattern of [documents].flat()) {
    if (typeof pattern !== 'string') continue
    const directory = resolve(cwd, pattern.replace(/\/?[^/]*[*{[].*$/, ''))
    for (const name of await readdir(directory, { recursive: true }).catch(() => [])) {
      if (!name.endsWith('.graphql')) continue
      const path = join(directory, name)
      try {
        parse(await readFile(path, 'utf8'))
      } catch (error) {
        if (!(error instanceof GraphQLError)) continue
        const { line = 1, column = 1 } = error.locations?.[0] ?? {}
        return `${relative(cwd, path)}:${line}:${column} ${error.message}`
      }
    }
  }
  return undefined
}
