import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'rolldown'

export interface WorkerBundle {
  readonly path: string
  readonly remove: () => Promise<void>
}

const root = resolve(import.meta.dirname, '../..')

/**
 * Bundles the worker with our sources, as the build does, and leaves all libraries outside.
 *
 * Run through a TypeScript loader instead, our functions would carry helpers that the published
 * package does not have, and would be measured with them.
 *
 * It lies inside the project, so that libraries are found from there, in a directory of its own, so
 * that two runs at a time do not measure each other's sources.
 */
export async function bundleWorker(): Promise<WorkerBundle> {
  const caches = join(root, 'node_modules', '.cache')
  await mkdir(caches, { recursive: true })
  const directory = await mkdtemp(join(caches, 'firstaml-bench-'))
  await build({
    cwd: root,
    input: { worker: join(import.meta.dirname, 'worker.ts') },
    external: (id) => !id.startsWith('.') && !id.startsWith('/'),
    platform: 'node',
    output: { dir: directory, format: 'esm', entryFileNames: '[name].mjs' },
  })
  return {
    path: join(directory, 'worker.mjs'),
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}
