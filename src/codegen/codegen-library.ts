import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { GenerateError } from './generate-error.js'

/**
 * graphql-codegen, which the application brings. Loaded late: that takes longer than a pull, and a
 * door of this package must open without it.
 *
 * @param folder - of the application. Its own is taken: this package may be installed elsewhere, as
 * npx and a global installation have it.
 * @throws GenerateError whose message is the command that installs it.
 */
export async function loadCodegenLibrary(
  folder: string,
): Promise<typeof import('@graphql-codegen/cli')> {
  try {
    const own = findLibrary(folder)
    return own === undefined ? await import('@graphql-codegen/cli') : await import(own)
  } catch (error) {
    throw new GenerateError(
      'The package @graphql-codegen/cli is not installed. Run npm install --save-dev @graphql-codegen/cli.',
      { cause: error },
    )
  }
}

function findLibrary(folder: string): string | undefined {
  try {
    const { resolve } = createRequire(join(folder, 'package.json'))
    return pathToFileURL(resolve('@graphql-codegen/cli')).href
  } catch {
    return undefined
  }
}
