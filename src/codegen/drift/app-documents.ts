/**
 * The documents of an application, loaded as graphql-codegen loads them, so that a check sees just
 * what was generated from; each definition knows its place in its file.
 */
import { relative } from 'node:path'
import {
  type ASTNode,
  type DefinitionNode,
  type FragmentDefinitionNode,
  getLocation,
  Kind,
  type OperationDefinitionNode,
} from 'graphql'
import { loadCodegenLibrary } from '../codegen-library.js'
import { splitExtensions } from '../codegen-options.js'
import { readGenerateError } from '../generate-error.js'
import { readFileIfAny } from '../snapshot-file.js'
import { findTemplate } from '../template-place.js'
import type { DocumentPlace } from './schema-report.js'

/** An operation or a fragment. */
export interface AppDocument {
  readonly node: OperationDefinitionNode | FragmentDefinitionNode
  /** Path of its file, relative to where the check runs. */
  readonly file: string
  /** What stands in its file before the text that it was read from: of a template, the code. */
  readonly preceding: string
}

/**
 * @param globs - as in the option `documents` of firstAmlCodegen.
 * @throws GenerateError with a one-line message that names file and line where there are any.
 */
export async function loadAppDocuments(
  globs: readonly string[],
  cwd: string,
): Promise<readonly AppDocument[]> {
  if (globs.length === 0) return []
  const { CodegenContext } = await loadCodegenLibrary(cwd)
  const documents = globs.flatMap(splitExtensions)
  const context = new CodegenContext({
    config: { generates: {}, cwd, config: { noRequire: true } },
  })
  const pointers = Object.fromEntries(documents.map((glob) => [glob, {}]))
  const files = await context.loadDocuments(pointers, 'standard').catch(async (error: unknown) => {
    throw await readGenerateError(error, { documents }, cwd)
  })
  const found = files.map(async ({ document, location = '' }) => {
    const nodes = (document?.definitions ?? []).filter(isExecutable)
    const file = relative(cwd, location)
    const text = isCode(location) ? ((await readFileIfAny(location)) ?? '') : ''
    return nodes.map((node) => ({ node, file, preceding: codeBefore(node, text) }))
  })
  return (await Promise.all(found)).flat()
}

function isCode(path: string): boolean {
  return !/\.(graphql|gql|graphqls)$/.test(path)
}

/** The loader forgets where in its file a template begins, so its text is looked for. */
function codeBefore({ loc }: AppDocument['node'], text: string): string {
  return loc ? text.slice(0, findTemplate(text, loc.source.body) ?? 0) : ''
}

function isExecutable(
  node: DefinitionNode,
): node is OperationDefinitionNode | FragmentDefinitionNode {
  return node.kind === Kind.OPERATION_DEFINITION || node.kind === Kind.FRAGMENT_DEFINITION
}

/** The operation or fragment that a node is written in. */
export function documentOf(
  documents: readonly AppDocument[],
  { loc }: ASTNode,
): AppDocument | undefined {
  if (!loc) return undefined
  return documents.find(({ node: { loc: whole } }) => {
    return whole?.source === loc.source && whole.start <= loc.start && whole.end >= loc.end
  })
}

/** Where a node of a document stands in its file. */
export function placeOf(
  { node: definition, file, preceding }: AppDocument,
  node: ASTNode,
): Omit<DocumentPlace, 'field'> {
  const operation = nameOf(definition)
  const { loc } = node
  if (!loc) return { file, line: 1, column: 1, operation }
  const { line, column } = getLocation(loc.source, loc.start)
  const before = preceding.split('\n')
  return {
    file,
    line: line + before.length - 1,
    column: line === 1 ? column + (before.at(-1)?.length ?? 0) : column,
    operation,
  }
}

export function nameOf(definition: AppDocument['node']): string {
  // Only an operation may go without a name.
  const kind = definition.kind === Kind.OPERATION_DEFINITION ? definition.operation : 'fragment'
  return definition.name?.value ?? `a ${kind} without a name`
}
