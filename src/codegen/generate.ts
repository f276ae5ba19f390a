import { readdir, rm } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import type { CodegenConfig } from '@graphql-codegen/cli'
import { describeFailure } from '../base/redaction.js'
import { loadCodegenLibrary } from './codegen-library.js'
import { GenerateError, readGenerateError } from './generate-error.js'
import { generatedHeader } from './generated-file.js'
import { readFileIfAny, type StagedFile, stageFile } from './snapshot-file.js'

/** The generated files as they should be, compared with those on disk. */
export interface Generation {
  /** How many files belong to the generation. */
  readonly files: number
  /** Paths whose content differs or that are missing, relative to where codegen runs. */
  readonly stale: readonly string[]
  /** Paths of files that an earlier generation left and this one does not make. */
  readonly orphans: readonly string[]
  /** Brings the files on disk up to date: all of them, or none if one cannot be written. */
  readonly write: () => Promise<void>
}

/**
 * Generates in memory what a codegen configuration describes.
 *
 * @param cwd - the directory that the configuration's paths are relative to.
 * @throws GenerateError with a one-line message that names file and line where there are any.
 */
export async function generate(config: CodegenConfig, cwd: string): Promise<Generation> {
  const outputs = await runCodegen(config, cwd)
  const fresh = new Map(outputs.map(({ filename, content }) => [resolve(cwd, filename), content]))
  const stale: string[] = []
  for (const [path, content] of fresh) {
    if ((await readFileIfAny(path)) !== content) stale.push(path)
  }
  const orphans = await findOrphans(fresh)
  return {
    files: fresh.size,
    stale: stale.map((path) => relative(cwd, path)),
    orphans: orphans.map((path) => relative(cwd, path)),
    write: () => replaceFiles(stale, orphans, fresh),
  }
}

async function runCodegen(config: CodegenConfig, cwd: string) {
  const { executeCodegen } = await loadCodegenLibrary(cwd)
  try {
    // `generate` of the same package would print, and write one file after the other.
    const { result, error } = await executeCodegen({ ...config, cwd, silent: true })
    if (error) throw error
    return result
  } catch (error) {
    throw await readGenerateError(error, config, cwd)
  }
}

/** Files under our header, next to the generated ones, that are not among them. */
async function findOrphans(fresh: ReadonlyMap<string, string>): Promise<string[]> {
  const orphans: string[] = []
  for (const directory of new Set([...fresh.keys()].map((path) => resolve(path, '..')))) {
    // A first run finds no directory yet.
    for (const name of await readdir(directory).catch(() => [])) {
      const path = join(directory, name)
      if (fresh.has(path) || !name.endsWith('.ts')) continue
      if ((await readFileIfAny(path))?.startsWith(generatedHeader)) orphans.push(path)
    }
  }
  return orphans
}

async function replaceFiles(
  stale: readonly string[],
  orphans: readonly string[],
  fresh: ReadonlyMap<string, string>,
): Promise<void> {
  const staged: StagedFile[] = []
  try {
    for (const path of stale) staged.push(await stageFile(path, fresh.get(path) ?? ''))
    for (const file of staged) await file.commit()
    for (const path of orphans) await rm(path)
  } catch (error) {
    for (const file of staged) await file.discard()
    const { message } = describeFailure(error)
    throw new GenerateError(
      `The generated files could not be written (${message}). Check that their directory may be written to.`,
      { cause: error },
    )
  }
}
