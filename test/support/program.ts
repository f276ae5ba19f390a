// A program of ours in one bundle, for tests that start it as a process: compiling the sources anew for
// each process takes several times as long as what the process then does.
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type OutputChunk, rolldown } from 'rolldown'

const repository = fileURLToPath(new URL('../../', import.meta.url))

/** What was bundled by this worker, by the entry. */
const bundles = new Map<string, Promise<readonly OutputChunk[]>>()

export interface Program {
  /** The file that Node is to run. */
  readonly file: string
  readonly remove: () => Promise<void>
}

/**
 * Puts a program into a folder that looks like the package: with its manifest, its schema and its
 * libraries, which the program finds from there as it does from its sources.
 *
 * @param entry - its source, from the root of the repository.
 */
export async function installProgram(entry: string): Promise<Program> {
  const bundle = bundles.get(entry) ?? bundleProgram(entry)
  bundles.set(entry, bundle)
  const folder = await mkdtemp(join(tmpdir(), 'firstaml-program-'))
  const program = join(folder, 'dist/program')
  await mkdir(program, { recursive: true })
  await copyFile(join(repository, 'package.json'), join(folder, 'package.json'))
  for (const name of ['graphql', 'node_modules']) {
    await symlink(join(repository, name), join(folder, name))
  }
  for (const { fileName, code } of await bundle) await writeFile(join(program, fileName), code)
  return {
    file: join(program, 'program.mjs'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

async function bundleProgram(entry: string): Promise<readonly OutputChunk[]> {
  const build = await rolldown({
    input: join(repository, entry),
    platform: 'node',
    tsconfig: join(repository, 'tsconfig.json'),
    external: /^@graphql-codegen\//,
    // Nothing is left out: what a module does when it is loaded is tested too.
    treeshake: false,
  })
  const { output } = await build.generate({
    format: 'esm',
    entryFileNames: 'program.mjs',
    chunkFileNames: '[name].mjs',
  })
  await build.close()
  return output.filter((file) => file.type === 'chunk')
}
