/** The application's configuration for graphql-codegen, as graphql-codegen itself finds it. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Cli } from './cli.js'
import { UsageError } from './failures.js'

export interface CodegenSources {
  /** Path of the configuration. */
  readonly path: string
  /** Globs of the application's documents. */
  readonly documents: readonly string[]
  /**
   * Path of its schema file, where it has one of its own.
   *
   * @throws UsageError when it has several, or none that is a file.
   */
  readonly schemaFile: () => string | undefined
}

/**
 * @param given - path of the configuration; default: where graphql-codegen looks.
 * @returns undefined when there is none, or nothing that could read it.
 * @throws UsageError when the one that was given cannot be used.
 */
export async function findCodegenConfig(
  { io }: Cli,
  given?: string,
): Promise<CodegenSources | undefined> {
  const library = await loadCodegen(io.cwd)
  if (!library) {
    if (given === undefined) return undefined
    throw new UsageError(
      `${given} cannot be read without graphql-codegen. Run firstaml codegen, which says what to install.`,
    )
  }
  if (given !== undefined) requireConfigFile(io.cwd, given)
  const found = await library
    .loadCodegenConfig({ configFilePath: given === undefined ? io.cwd : resolve(io.cwd, given) })
    .catch((error: unknown) => {
      const reason = error instanceof Error ? readReason(error.message, io.cwd) : ''
      throw new UsageError(`${given ?? 'codegen.ts'} cannot be read: ${reason} Correct it.`, {
        cause: error,
      })
    })
  if (!found || found.isEmpty) return undefined
  const { documents = [], schema } = found.config
  const path = relative(io.cwd, found.filepath)
  return {
    path,
    documents: [documents].flat().filter((glob) => typeof glob === 'string'),
    schemaFile: () => readSchemaFile(schema, path),
  }
}

/** @throws UsageError when there is no file of the name that --config gives. */
export function requireConfigFile(cwd: string, given: string): void {
  if (existsSync(resolve(cwd, given))) return
  throw new UsageError(`--config ${given} does not exist. Check the path.`)
}

/** @param schema - as graphql-codegen takes it: paths, globs, addresses, modules and SDL, one or many. */
function readSchemaFile(schema: unknown, config: string): string | undefined {
  const [pointer, ...others] = [schema].flat()
  if (pointer === undefined) return undefined
  if (typeof pointer === 'string' && others.length === 0 && !/^\w+:\/\/|[*{}\n]/.test(pointer)) {
    return pointer
  }
  throw new UsageError(
    `The schema of ${config} is not one file. Run firstaml schema check with --snapshot and the file that the application generates from.`,
  )
}

/** The first line of a message, with the place that the second has where the file does not parse. */
function readReason(message: string, cwd: string): string {
  const [first = '', second = ''] = message.split('\n', 2).map((line) => line.trim())
  const place = /^(.+):(\d+:\d+)$/.exec(second)
  const at = place?.[1] ? ` at ${relative(cwd, place[1])}:${place[2]}` : ''
  return `${first.replace(/\.$/, '')}${at}.`
}

type Codegen = Pick<typeof import('@graphql-codegen/cli'), 'loadCodegenConfig'>

async function loadCodegen(folder: string): Promise<Codegen | undefined> {
  try {
    // The application's own: this package may have been started by npx from elsewhere.
    const path = createRequire(join(folder, 'package.json')).resolve('@graphql-codegen/cli')
    return await import(pathToFileURL(path).href)
  } catch {
    return undefined
  }
}
