import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build, type Plugin } from 'rolldown'

export interface ProgramBundle {
  /** Where a program lies. */
  readonly pathOf: (name: string) => string
  readonly remove: () => Promise<void>
}

const root = resolve(import.meta.dirname, '../..')

/**
 * Bundles programs with our sources, as the build does, and leaves all libraries outside.
 *
 * Run through a TypeScript loader instead, our functions would carry helpers that the published
 * package does not have, and would be measured with them.
 *
 * They lie inside the project, so that libraries are found from there, in a directory of their own,
 * so that two runs at a time do not measure each other's sources.
 *
 * @param programs - by name, the text of each.
 */
export async function bundlePrograms(
  programs: Readonly<Record<string, string>>,
): Promise<ProgramBundle> {
  const caches = join(root, 'node_modules', '.cache')
  await mkdir(caches, { recursive: true })
  const directory = await mkdtemp(join(caches, 'firstaml-bench-'))
  await build({
    cwd: root,
    input: Object.fromEntries(Object.keys(programs).map((name) => [name, virtualId(name)])),
    external: (id) => !/^[./\0]/.test(id),
    platform: 'node',
    plugins: [virtualModules(programs)],
    output: {
      dir: directory,
      format: 'esm',
      entryFileNames: '[name].mjs',
      chunkFileNames: 'shared/[name]-[hash].mjs',
    },
  })
  return {
    pathOf: (name) => join(directory, `${name}.mjs`),
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

/** Modules that are texts of the bench, by name; import them by `virtualId`. */
export function virtualModules(texts: Readonly<Record<string, string>>): Plugin {
  const known = new Map(Object.entries(texts).map(([name, text]) => [virtualId(name), text]))
  return {
    name: 'texts of the bench',
    resolveId: (id) => (known.has(id) ? id : null),
    load: (id) => known.get(id) ?? null,
  }
}

export function virtualId(name: string): string {
  return `\0${name}`
}
