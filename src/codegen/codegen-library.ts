import { GenerateError } from './generate-error.js'

/**
 * graphql-codegen, which the application brings. Loaded late: that takes longer than a pull, and a
 * door of this package must open without it.
 *
 * @throws GenerateError whose message is the command that installs it.
 */
export async function loadCodegenLibrary(): Promise<typeof import('@graphql-codegen/cli')> {
  try {
    return await import('@graphql-codegen/cli')
  } catch (error) {
    throw new GenerateError(
      'The package @graphql-codegen/cli is not installed. Run npm install --save-dev @graphql-codegen/cli.',
      { cause: error },
    )
  }
}
