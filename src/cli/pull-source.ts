import type { SchemaSource } from 'firstaml-client/codegen'
import type { Cli } from './cli.js'
import { openTokenStore, ownUserAgent } from './client.js'
import { UsageError } from './failures.js'
import { namingVariables } from './variables.js'

/**
 * Where the live schema is to be had: credentials and addresses of the environment, with the token
 * that other commands share.
 *
 * @throws UsageError that names the variable to set.
 */
export async function readPullSource(cli: Cli): Promise<Exclude<SchemaSource, { file: string }>> {
  const { readEnvironment } = await import('firstaml-client/node')
  const { env, fetch } = cli.io
  const source = await namingVariables(() => readEnvironment(env))
  if (!source) {
    throw new UsageError(
      'FIRSTAML_CLIENT_ID and FIRSTAML_CLIENT_SECRET are not set, and the live schema is not to be had without. First AML support hands them out.',
    )
  }
  const tokenStore = await openTokenStore(cli)
  return { ...ownUserAgent(cli), ...source, fetch, tokenStore, signal: cli.signal }
}
