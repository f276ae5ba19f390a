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
      const place = inFile(source, error.locations?.[0] ?? { line: 1, column: 1 })
      return `${path}:${place.line}:${place.column} ${error.message} Correct the document.`
    }
  }
  return undefined
}

interface Place {
  readonly line: number
  readonly column: number
}

/** A place in a text as one in its file: only its first line begins elsewhere than at the left. */
function inFile({ locationOffset }: Source, { line, column }: Place): Place {
  return {
    line: line + locationOffset.line - 1,
    column: line === 1 ? column + locationOffset.column - 1 : column,
  }
}

/**
 * Where in a file a problem is, from its place within a template.
 *
 * @param name - what the problem is about, which tells the templates of a file apart.
 */
export async function readPlaceInFile(path: string, place: Place, name: string): Promise<Place> {
  if (/\.(graphql|gql)$/.test(path)) return place
  const text = await readFile(path, 'utf8').catch(() => '')
  const source = readTemplates(path, text).find(({ body }) =>
    body
      .split('\n')
      [place.line - 1]?.slice(place.column - 1)
      .includes(name),
  )
  return source ? inFile(source, place) : place
}

const template = /(?:\b(?:gql|graphql)\s*\(?\s*|\/\*\s*GraphQL\s*\*\/\s*)`([^`]*)`/gi

/** The templates of a code file that say to be GraphQL, as far as text alone can tell. */
function readTemplates(path: string, text: string): Source[] {
  return [...text.matchAll(template)].flatMap(({ 0: whole, 1: code = '', index }) => {
    // What is put in is taken out by the loader too; its lines stay.
    const body = code.replaceAll(/\$\{[^}]*\}/g, (part) => part.replaceAll(/[^\n]/g, ' '))
    if (body.trim() === '') return []
    const before = text.slice(0, index + whole.indexOf('`') + 1).split('\n')
    const column = (before.at(-1)?.length ?? 0) + 1
    return new Source(body, path, { line: before.length, column })
  })
}
