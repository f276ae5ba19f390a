// A project of a test's own that has the packed tarball installed, and nothing else of this
// repository but what the test names.
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inject } from 'vitest'
import type { Prepared } from './prepared.js'
import { repository, runIn } from './run-in.js'

export interface Project {
  readonly folder: string
  /** The installed package. */
  readonly package: string
  /** Runs a program in the project; rejects with its output when it fails. */
  readonly run: (
    program: string,
    args: readonly string[],
    env?: Record<string, string>,
  ) => Promise<string>
  readonly write: (name: string, text: string) => Promise<void>
  readonly remove: () => Promise<void>
}

export interface ProjectOptions {
  /** Packages that a consumer gets, and that this one shall lack. */
  readonly without?: readonly string[]
  /** Packages that come along from this repository. */
  readonly libraries?: readonly string[]
}

/** Copies the project that installed the tarball. */
export async function createProject(options: ProjectOptions = {}): Promise<Project> {
  const { without = [], libraries = [] } = options
  const consumer = await prepared('consumer')
  const folder = await mkdtemp(join(tmpdir(), 'firstaml-project-'))
  const installed = join(folder, 'node_modules')
  const left = new Set(without.map((name) => join(consumer.folder, 'node_modules', name)))
  await cp(consumer.folder, folder, {
    recursive: true,
    // Programs in .bin must lead to this project's packages, not to those that were copied.
    verbatimSymlinks: true,
    filter: (path) => !left.has(path),
  })
  for (const library of libraries) {
    const place = join(installed, library)
    await mkdir(dirname(place), { recursive: true })
    await symlink(join(repository, 'node_modules', library), place)
  }
  return {
    folder,
    package: join(installed, 'firstaml-client'),
    run: (program, args, env) => runIn(folder, program, args, env),
    write: (name, text) => writeFile(join(folder, name), text),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Waits for what is made once for all test files. */
export async function prepared<Part extends keyof Prepared>(part: Part): Promise<Prepared[Part]> {
  const response = await fetch(`${inject('preparedUrl')}/${part}`)
  if (!response.ok) throw new Error(`preparing: ${await response.text()}`)
  return response.json()
}

/** The sandbox as it is published. */
export async function loadSandbox(): Promise<typeof import('../../src/sandbox/index.js')> {
  const { folder } = await prepared('consumer')
  const door = join(folder, 'node_modules/firstaml-client/dist/sandbox/index.js')
  return import(pathToFileURL(door).href)
}
