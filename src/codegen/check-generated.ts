import { resolve } from 'node:path'
import type { CodegenConfig } from '@graphql-codegen/cli'
import { generate } from './generate.js'
import { readFileIfAny } from './snapshot-file.js'
import { hashSchema, readStampedSchema } from './stamp.js'

const remedy = 'Run npm run codegen and commit the result.'

/**
 * Checks, without the network and without writing, that the snapshot is what was stamped and the
 * generated files are what codegen makes of it.
 *
 * @returns how many generated files there are.
 * @throws Error with a one-line message that names the file at fault.
 */
export async function checkGenerated(
  config: CodegenConfig,
  snapshot: string,
  cwd: string,
): Promise<number> {
  const text = await readFileIfAny(resolve(cwd, snapshot))
  if (text === undefined) throw new Error(`${snapshot} does not exist. ${remedy}`)
  const { stamp, body } = readStampedSchema(text)
  if (!stamp) throw new Error(`${snapshot} has no stamp. ${remedy}`)
  if (hashSchema(body) !== stamp.hash) {
    throw new Error(`${snapshot} was changed since it was stamped: its hash differs. ${remedy}`)
  }
  const { files, stale, orphans } = await generate(config, cwd)
  const wrong = [...stale, ...orphans]
  if (wrong.length === 0) return files
  const verb = wrong.length === 1 ? 'is' : 'are'
  throw new Error(
    `${wrong.join(', ')} ${verb} not what codegen makes of the snapshot and documents. ${remedy}`,
  )
}
