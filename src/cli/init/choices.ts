/** What is to be set up: said by flags, guessed from the project, or asked for. */
import { UsageError } from '../failures.js'
import type { Project } from '../project.js'

/** How an application writes its queries. */
export const styles = ['graphql', 'tagged', 'gql-tada'] as const

export type Style = (typeof styles)[number]

export interface Choices {
  readonly style: Style
  /** The folder of the sources, relative to the project. */
  readonly source: string
  /** The file of the generated documents, relative to the project. */
  readonly output: string
}

export interface ChoiceFlags {
  readonly style?: Style
  readonly source?: string
  readonly output?: string
}

/** Fills in what no flag says. @throws UsageError for a path that cannot be meant. */
export function readChoices(flags: ChoiceFlags, project: Project): Choices {
  const { style = guessStyle(project), source = 'src' } = flags
  const { output = `${source}/generated/operations.ts` } = flags
  if (!isInside(source)) {
    throw new UsageError(`--source ${source} must be a folder in the project, such as src.`)
  }
  if (!isInside(output) || !/\.[cm]?ts$/.test(output)) {
    throw new UsageError(
      `--output ${output} must be a TypeScript file in the project, such as src/generated/operations.ts.`,
    )
  }
  return { style, source, output }
}

export function guessStyle({ names }: Project): Style {
  if (names('gql.tada')) return 'gql-tada'
  return names('urql') || names('@urql/core') || names('react') ? 'tagged' : 'graphql'
}

/** A path without surprises: it becomes part of a file that is run. */
function isInside(path: string): boolean {
  return /^[\w.@-]+(?:\/[\w.@-]+)*$/.test(path) && !path.split('/').includes('..')
}
