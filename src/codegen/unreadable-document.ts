/**
 * Finds the document that does not parse: graphql-codegen says what is wrong with it, but loses in
 * which file. Runs after a failure only, so it may read everything again.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { GraphQLError, parse, Source } from 'graphql'

/** @returns what is wrong, after file, line and column; undefined when every document parses. */
export async function findUnreadableDocument(
  patterns: readonly string[],
  cwd: string,
): Promise<string | undefined> {
  for (const pattern of patterns) {
    const directory = resolve(cwd, pattern.replace(/[^/]*[*{[?(].*$/, ''))
    const names = await readdir(directory, { recursive: true }).catch(() => [])
    for (const name of names.filter((one) => !one.includes('node_modules'))) {
      if (!/\.(graphql|gql|[cm]?[jt]sx?)$/.test(name)) continue
      const path = join(directory, name)
      const text = await readFile(path, 'utf8').catch(() => '')
      const problem = findProblem(relative(cwd, path), text)
      if (problem !== undefined) return problem
    }
  }
  return undefined
}

function findProblem(path: string, text: string): string | undefined {
  const sources = /\.(graphql|gql)$/.test(path)
    ? [new Source(text, path)]
    : readTemplates(path, text)
  for (const source of sources) {
    try {
      parse(source)
    } catch (error) {
      if (!(error instanceof GraphQLError)) continue
      const { line = 1, column = 1 } = error.locations?.[0] ?? {}
      const lineInFile = line + source.locationOffset.line - 1
      return `${path}:${lineInFile}:${column} ${error.message} Correct the document.`
    }
  }
  return undefined
}

/**
 * The line of a file where a problem is, from the line within a template.
 *
 * @param name - what the problem is about, which tells the templates of a file apart.
 */
export async function readLineInFile(path: string, line: number, name: string): Promise<number> {
  if (/\.(graphql|gql)$/.test(path)) return line
  const text = await readFile(path, 'utf8').catch(() => '')
  const lines = readTemplates(path, text)
    .filter(({ body }) => body.split('\n')[line - 1]?.includes(name))
    .map(({ locationOffset }) => line + locationOffset.line - 1)
  return lines[0] ?? line
}

const template = /(?:\b(?:gql|graphql)\s*\(?\s*|\/\*\s*GraphQL\s*\*\/\s*)`([^`]*)`/gi

/** The templates of a code file that say to be GraphQL, as far as text alone can tell. */
function readTemplates(path: string, text: string): Source[] {
  return [...text.matchAll(template)].flatMap(({ 0: whole, 1: body = '', index }) => {
    if (body.includes('${') || body.trim() === '') return []
    const line = text.slice(0, index + whole.indexOf('`')).split('\n').length
    return new Source(body, path, { line, column: 1 })
  })
}
