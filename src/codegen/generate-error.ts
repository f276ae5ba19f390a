/**
 * What graphql-codegen throws, read again: it says the same thing several times over, in several
 * lines, and loses the file of a document that does not parse.
 */
import { relative } from 'node:path'
import type { CodegenConfig } from '@graphql-codegen/cli'
import { FirstAmlError } from '../base/errors.js'
import { findUnreadableDocument, readPlaceInFile } from './unreadable-document.js'

/** Nothing was generated, and the generated files are as they were. */
export class GenerateError extends FirstAmlError {
  override readonly name = 'GenerateError'
  readonly code = 'generate'
}

const ourName = 'firstAmlCodegen'

/**
 * An error whose message is a line of ours already: all that graphql-codegen hands on to the hook
 * that shows it are its name and message.
 */
export function markAsOurs(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error)
  const marked = new Error(message.replaceAll(/\s*\n\s*/g, ' '), { cause: error })
  marked.name = ourName
  return marked
}

/** @param error - what graphql-codegen threw, or the text that it hands to its hook for errors. */
export async function readGenerateError(
  error: unknown,
  { documents = [] }: Pick<CodegenConfig, 'documents'>,
  cwd: string,
): Promise<GenerateError> {
  const message = error instanceof Error ? error.message : String(error)
  const patterns = [documents].flat().filter((pattern) => typeof pattern === 'string')
  const found =
    readOurs(message) ??
    (await readInvalidDocument(message, cwd)) ??
    readDuplicates(message, cwd) ??
    readUnknownScalar(message) ??
    readMissingPlugin(message) ??
    readNoDocuments(message, patterns) ??
    readSchemaFailure(message) ??
    (await findUnreadableDocument(patterns, cwd)) ??
    readUnreadableCode(message) ??
    readUnwritable(message) ??
    readOther(message)
  return new GenerateError(found, { cause: error })
}

function readOurs(message: string): string | undefined {
  return message.startsWith(`${ourName}: `) ? message.slice(ourName.length + 2) : undefined
}

async function readInvalidDocument(message: string, cwd: string): Promise<string | undefined> {
  const problems = [...message.matchAll(/Error \d+: (.+)\n\s+at (.+):(\d+):(\d+)/g)]
  const [first] = problems
  if (!first) return undefined
  const [, what = '', path = '', line, column] = first
  const name = /"\$?(\w+)/.exec(what)?.[1] ?? ''
  const written = { line: Number(line), column: Number(column) }
  const place = await readPlaceInFile(path, written, name)
  // Each output reports every problem, so one problem shows up once for each of them.
  const others = new Set(problems.map(([whole]) => whole.replace(/^Error \d+/, ''))).size - 1
  const more = others ? ` (and ${others} more)` : ''
  return `${relative(cwd, path)}:${place.line}:${place.column} ${what}${more} Change the document, or pull the schema again.`
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
    `The schema has a scalar ${name} that has no TypeScript type yet. Name one in the option scalars of firstAmlCodegen, such as { ${name}: 'string' }.`
  )
}

function readMissingPlugin(message: string): string | undefined {
  const name = /Unable to find template plugin matching '([\w-]+)'/.exec(message)?.[1]
  return (
    name &&
    `The package @graphql-codegen/${name} is not installed. Run npm install --save-dev @graphql-codegen/${name}.`
  )
}

function readNoDocuments(message: string, patterns: readonly string[]): string | undefined {
  if (!/Unable to find any GraphQL type definitions/.test(message)) return undefined
  return `No document is in any file of ${patterns.join(', ')}. Correct the option documents, or write the first query.`
}

function readSchemaFailure(message: string): string | undefined {
  const found = /Failed to load schema from (.+):\n\s*([\s\S]*)/.exec(message)
  if (!found) return undefined
  const [, schema, what = ''] = found
  return `The schema ${schema} cannot be read: ${firstSentence(withoutPreamble(what))} Restore it, or pull it again.`
}

function readUnreadableCode(message: string): string | undefined {
  const found = /Failed to load documents[\s\S]*? in: (.+);\n - (.+)/.exec(message)
  if (!found) return undefined
  const [, pattern, what = ''] = found
  return `A file of ${pattern} cannot be read: ${firstSentence(what)} The compiler tells which.`
}

function readUnwritable(message: string): string | undefined {
  const found = /\b(E[A-Z]{3,}): [^']*, (?:open|mkdir|write|rename|unlink) '(.+)'/.exec(message)
  return (
    found?.[2] &&
    `${found[2]} could not be written (${found[1]}). Check that its directory may be written to, and that it is a directory.`
  )
}

function readOther(message: string): string {
  const text = message.replace(/^(?:Aggregate|Type)?Error: /, '').trim()
  return `Nothing could be generated: ${firstSentence(withoutPreamble(text))}`
}

/** Leaves out the lines that say only that something failed, and the pointers that it failed for. */
function withoutPreamble(text: string): string {
  return text.replace(/^(?:Failed to (?:find|load).*\n\s*)+(?:- )?/, '')
}

function firstSentence(text: string): string {
  const line = text.split('\n', 1)[0]?.trim() ?? ''
  return /[.!?]$/.test(line) ? line : `${line}.`
}
