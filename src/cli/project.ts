/** The application that a command runs in: its package.json, and what installs its packages. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { UsageError } from './failures.js'
import type { CliIo } from './io.js'

export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun'

/** What commands look at of a package.json. */
export interface Manifest {
  readonly type?: string
  readonly packageManager?: string
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

export interface Project {
  /** The folder of its package.json. */
  readonly folder: string
  readonly manifest: Manifest
  /** The package.json as it stands in the file. */
  readonly text: string
  readonly packageManager: PackageManager
  /** Whether its package.json names a package. */
  readonly names: (packageName: string) => boolean
}

/** @returns undefined where no folder above has a package.json. @throws UsageError when it is broken. */
export async function findProject({
  cwd,
  env,
}: Pick<CliIo, 'cwd' | 'env'>): Promise<Project | undefined> {
  const folder = ancestors(cwd).find((path) => existsSync(join(path, 'package.json')))
  if (folder === undefined) return undefined
  const path = join(folder, 'package.json')
  const text = await readFile(path, 'utf8')
  const manifest = readManifest(text, path)
  const packages = {
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.peerDependencies,
  }
  return {
    folder,
    manifest,
    text,
    packageManager: detectPackageManager(folder, manifest, env),
    names: (packageName) => packageName in packages,
  }
}

function readManifest(text: string, path: string): Manifest {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${path} is no JSON. Correct it.`, { cause: error })
  }
}

const lockFiles: ReadonlyArray<readonly [file: string, manager: PackageManager]> = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
]

/** By the field packageManager, by the nearest lock file, by what started us; else npm. */
function detectPackageManager(
  folder: string,
  { packageManager = '' }: Manifest,
  { npm_config_user_agent: startedBy = '' }: CliIo['env'],
): PackageManager {
  const managers = ['npm', 'pnpm', 'yarn', 'bun'] as const
  const named = managers.find((manager) => packageManager.startsWith(`${manager}@`))
  if (named) return named
  for (const path of ancestors(folder)) {
    const locked = lockFiles.find(([file]) => existsSync(join(path, file)))
    if (locked) return locked[1]
  }
  return managers.find((manager) => startedBy.startsWith(`${manager}/`)) ?? 'npm'
}

/** The command that adds packages for development. */
export function installCommand(manager: PackageManager, packages: readonly string[]): string {
  const verb =
    manager === 'npm' ? 'install --save-dev' : manager === 'pnpm' ? 'add --save-dev' : 'add --dev'
  return `${manager} ${verb} ${packages.join(' ')}`
}

/** What graphql-codegen needs besides this package. */
export const codegenPeers = [
  '@graphql-codegen/cli',
  '@graphql-codegen/typescript-operations',
  '@graphql-codegen/typed-document-node',
  'graphql',
] as const

/** Which of the packages cannot be found from a folder. */
export function findMissing(folder: string, packages: readonly string[]): readonly string[] {
  const { resolve } = createRequire(join(folder, 'package.json'))
  return packages.filter((name) => {
    try {
      resolve(name)
      return false
    } catch {
      return true
    }
  })
}

function ancestors(path: string): readonly string[] {
  const parent = dirname(path)
  return parent === path ? [path] : [path, ...ancestors(parent)]
}
