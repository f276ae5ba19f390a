/** The pull that an application's configuration may ask for, before anything is generated. */
import { type Environment, nameVariables, readEnvironment } from '../node/environment.js'
import type { CodegenSettings } from './codegen-options.js'
import { describeChange, describeServed } from './codegen-report.js'
import { pullSchema } from './pull-schema.js'
import { readFileIfAny } from './snapshot-file.js'

/**
 * @returns a line for people about what the schema is now; undefined where nothing is to be pulled.
 * @throws an error whose message is one line. The file is then as it was.
 */
export async function pullFirst(
  { pull, schema }: Pick<CodegenSettings, 'pull' | 'schema'>,
  env: Environment,
): Promise<string | undefined> {
  if (pull === false) return undefined
  if (pull !== true) return pullInto(schema, pull)
  try {
    const options = readEnvironment(env)
    if (options) return await pullInto(schema, options)
  } catch (error) {
    // People set variables here, not options.
    throw new Error(nameVariables(error instanceof Error ? error.message : String(error)), {
      cause: error,
    })
  }
  const unset = 'FIRSTAML_CLIENT_ID and FIRSTAML_CLIENT_SECRET'
  if ((await readFileIfAny(schema)) === undefined) {
    throw new Error(`There is no schema file ${schema}. Set ${unset} to pull it from First AML.`)
  }
  return `Schema: ${schema} as it stands, since ${unset} are not set.`
}

async function pullInto(
  schema: string,
  options: Omit<Parameters<typeof pullSchema>[0], 'output'>,
): Promise<string> {
  const pulled = await pullSchema({ ...options, output: schema })
  return `Schema: ${describeChange(pulled)} (${schema}; ${describeServed(pulled)}).`
}
